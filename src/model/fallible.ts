/** What may fail as is to be expected: what came of it, or in plain words why nothing did. */
export type Fallible<Success extends object, Failure extends object = object> =
  | ({ readonly ok: true } & Success)
  | Refused<Failure>;

export type Refused<Failure extends object = object> = { readonly ok: false; readonly reason: string } & Failure;
