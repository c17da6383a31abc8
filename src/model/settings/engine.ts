/** The name of an engine: how an address is published. */
export type EngineName = "dyndns" | "records";

/** What the configuration may ask for; `auto`: whichever fits the hostname. */
export const engineSettings = ["auto", "dyndns", "records"] as const satisfies readonly ("auto" | EngineName)[];
export type EngineSetting = (typeof engineSettings)[number];
