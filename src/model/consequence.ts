/**
 * What follows from an answer.
 *
 * - `done`: the address is published
 * - `hold-account`, `hold-hostname`: not tried again until something changes
 * - `refuse-address`: that address is not sent again
 * - `wait-long`: the server is in trouble and asked for 30 minutes, growing
 * - `back-off`: tried again after 30 s to 1 h; other hostnames continue
 * - `back-off-account`: the same, and no other hostname would fare better
 * - `wait-for-clock`: this machine's clock is wrong; tried again soon, since only the clock is in the way
 * - `interrupted`: our own end cut it off; nobody is to blame, and nothing waits
 */
export type Consequence =
  | "done"
  | "hold-account"
  | "hold-hostname"
  | "refuse-address"
  | "wait-long"
  | "back-off"
  | "back-off-account"
  | "wait-for-clock"
  | "interrupted";
