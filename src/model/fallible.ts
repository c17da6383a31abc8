/** What may fail as is to be expected: what came of it, or in plain words why nothing did. */
export type Fallible<Success extends object, Failure extends object = object> = Attempt<
  Success,
  { readonly reason: string } & Failure
>;

export type Refused<Failure extends object = object> = { readonly ok: false; readonly reason: string } & Failure;

/** The same where something else than one reason says why: several faults, or what is to be answered. */
export type Attempt<Success extends object, Failure extends object> =
  | ({ readonly ok: true } & Success)
  | ({ readonly ok: false } & Failure);
