/** What is known about a call that failed. None of its texts contains a secret. */
export interface Failure {
  /** `dns.listZones`. */
  readonly operation: string;
  /** What happened, in one sentence without a final full stop. */
  readonly what: string;
  /** What to do about it, in one sentence. */
  readonly whatToDo?: string;
  /** HTTP status; null if no answer came. */
  readonly status?: number | null;
  /** The server's own words; may be Norwegian. */
  readonly serverSaid?: string | null;
  /** What else the server said: `reason`, `required`, `balance`. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** Whether the request may have had its effect anyway. */
  readonly mayHaveHappened?: boolean;
  /** The wait that the server asked for, in milliseconds; null if it named none. */
  readonly retryAfterMs?: number | null;
  /** Whether the answer was a page for people, which may come from anything between here and the API. */
  readonly isPage?: boolean;
}

/** Every failed call rejects with one of these, or with the reason of the signal that cancelled it. */
export class GigahostError extends Error {
  readonly operation: string;
  readonly status: number | null;
  readonly serverSaid: string | null;
  readonly whatToDo: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly mayHaveHappened: boolean;
  readonly retryAfterMs: number | null;
  /** Whether the answer was a page for people (HTML), which may come from anything between here and the API. */
  readonly isPage: boolean;
  /** What a helper of several steps had already done, one phrase each; empty if nothing. */
  stepsDone: readonly string[] = [];

  constructor(failure: Failure) {
    super(messageOf(failure));
    this.operation = failure.operation;
    this.status = failure.status ?? null;
    this.serverSaid = failure.serverSaid ?? null;
    this.whatToDo = failure.whatToDo ?? "";
    this.details = failure.details ?? {};
    this.mayHaveHappened = failure.mayHaveHappened ?? false;
    this.retryAfterMs = failure.retryAfterMs ?? null;
    this.isPage = failure.isPage ?? false;
  }

  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      message: this.message,
      operation: this.operation,
      status: this.status,
      serverSaid: this.serverSaid,
      details: this.details,
      mayHaveHappened: this.mayHaveHappened,
      retryAfterMs: this.retryAfterMs,
      stepsDone: this.stepsDone,
      whatToDo: this.whatToDo,
    };
  }
}

/** The call itself is wrong, and nothing was sent. `problems` lists everything that is wrong. */
export class InputError extends GigahostError {
  readonly problems: readonly string[];

  constructor(operation: string, problems: readonly string[]) {
    super({ operation, what: `nothing was sent: ${problems.join("; ")}` });
    this.problems = problems;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}

/** The server refused the request: 400, 402, 404, 405, or a redirect, which is not followed. */
export class RequestError extends GigahostError {}

/** 401: the credential is wrong, expired or revoked. */
export class AuthenticationError extends RequestError {}

/** 403: the credential is good, but not for this. */
export class PermissionError extends RequestError {}

/** 404: it doesn't exist, or it belongs to somebody else. */
export class NotFoundError extends RequestError {}

/** 429: too many requests. `retryAfterMs` is what the server asked for. */
export class RateLimitError extends RequestError {}

/** 5xx. */
export class ServerError extends GigahostError {}

/** No answer, because the connection couldn't be made or broke. */
export class NetworkError extends GigahostError {
  /** `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED` …; empty if unknown. */
  readonly code: string;
  /** There was a connection, but not one to trust: a certificate that is expired, not yet valid, or somebody else's. */
  readonly untrusted: boolean;

  constructor(failure: Failure, code: string, untrusted = false) {
    super(failure);
    this.code = code;
    this.untrusted = untrusted;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), code: this.code, untrusted: this.untrusted };
  }
}

/** No answer in time. */
export class TimeoutError extends GigahostError {}

/** The server answered with success, but the answer can't be read. */
export class AnswerError extends GigahostError {
  // Private, so that printing the error shows nothing of the answer, which may hold secrets.
  readonly #entries: SortedEntries | null;

  constructor(failure: Failure, entries: SortedEntries | null = null) {
    super(failure);
    this.#entries = entries;
  }

  /** If only some entries of a list are at fault: these, and the others, which can be used. */
  get entries(): SortedEntries | null {
    return this.#entries;
  }
}

/** The entries of a list, as received. */
export interface SortedEntries {
  readonly usable: readonly unknown[];
  readonly unusable: readonly unknown[];
}

/** A helper did what it could, but what it finds afterwards is not what was asked for. */
export class ConfirmationError extends GigahostError {}

function messageOf(failure: Failure): string {
  const sentences = [`${failure.operation}: ${failure.what}`];
  if (failure.mayHaveHappened) sentences.push("It may have taken effect all the same");
  if (failure.whatToDo) sentences.push(failure.whatToDo.replace(/\.$/, ""));
  return sentences.join(". ");
}

/** Written out, since a minifying bundler renames classes. */
const named = {
  GigahostError,
  InputError,
  RequestError,
  AuthenticationError,
  PermissionError,
  NotFoundError,
  RateLimitError,
  ServerError,
  NetworkError,
  TimeoutError,
  AnswerError,
  ConfirmationError,
};
for (const [name, kind] of Object.entries(named)) {
  Object.defineProperty(kind.prototype, "name", { value: name, writable: true, configurable: true });
}
