/** Randomness for jitter, as a parameter so that what uses it stays pure: a number in [0, 1). */
export type Random = () => number;
