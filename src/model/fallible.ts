/** The outcome of something that may be expected to fail: its result, or in plain words why there is none. */
export type Fallible<Success extends object, Failure extends object = object> = Attempt<
  Success,
  { readonly reason: string } & Failure
>;

export type Refused<Failure extends object = object> = { readonly ok: false; readonly reason: string } & Failure;

/** The same where the failure is more than one reason: several faults, or an answer. */
export type Attempt<Success extends object, Failure extends object> =
  | ({ readonly ok: true } & Success)
  | ({ readonly ok: false } & Failure);
