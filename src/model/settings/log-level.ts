/** From the least important lines to none at all. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export const logFormats = ["auto", "json", "pretty"] as const;
/** `auto`: pretty on a terminal and in the journal, JSON otherwise. */
export type LogFormat = (typeof logFormats)[number];
