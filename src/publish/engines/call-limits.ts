/** How long one call may take, and no more than one: the plan's back-off does what the library's retries would. */
export const callLimits = { retries: 0, timeouts: { attemptMs: 30_000, totalMs: 30_000 } };
