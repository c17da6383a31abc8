import type { Credential } from "../../model/settings/credential.ts";
import { AuthenticationError, InputError } from "../errors.ts";
import type { Mask } from "../mask.ts";
import { readAnswer } from "./answer/read-answer.ts";
import type { ApiRequest, Layer, Send, SendContext } from "./exchange.ts";
import { retry } from "./pace/retry.ts";
import { prepareRequest } from "./prepare-request.ts";

/** The caller: possibly a user with a password for a session, or nobody. */
export type ClientCredential = Credential | SessionCredential | { readonly kind: "none" };

export interface SessionCredential {
  readonly kind: "session";
  readonly username: string;
  readonly password: string;
  /** Of the second factor; as a function it is asked for a new one at each log-in, since a code is good for seconds. */
  readonly code: string | (() => string | Promise<string>) | undefined;
}

export interface AuthenticateOptions {
  /** Learns the session's token. */
  readonly mask: Mask;
  readonly basePath: string;
  readonly context: SendContext;
}

/** Adds the credential to every request that takes one. */
export function authenticate(credential: ClientCredential, options: AuthenticateOptions): Layer {
  if (credential.kind === "session") return holdSession(credential, options);
  if (credential.kind === "none") return refuseUnlessOpen;
  const header = credential.kind === "api-key" ? `Bearer ${credential.apiKey}` : basicOf(credential);
  return (next) => (request) => next(request.entry.open ? request : withHeader(request, header));
}

const refuseUnlessOpen: Layer = (next) => (request) => {
  if (request.entry.open) return next(request);
  return Promise.reject(
    new InputError(request.operation, ["it needs a credential, and the client was made without one"]),
  );
};

/** RFC 7617; the user name is not percent-encoded here. */
export function basicOf({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

const withHeader = (request: ApiRequest, authorization: string): ApiRequest => ({
  ...request,
  headers: { ...request.headers, authorization },
});

/** Logs in when first needed, and once more, for all calls together, when the token is no longer accepted. */
function holdSession(credential: SessionCredential, options: AuthenticateOptions): Layer {
  return (next) => {
    const sendLogin = retry(options.context)(next);
    let token: Promise<string> | null = null;
    const currentToken = (request: ApiRequest) => {
      token ??= logIn(credential, options, request, sendLogin).catch((error: unknown) => {
        token = null;
        throw error;
      });
      return token;
    };
    return async (request) => {
      if (request.entry.open) return next(request);
      const used = currentToken(request);
      const response = await next(withHeader(request, `Bearer ${await used}`));
      if (response.status !== 401) return response;
      // The first caller gets a new one; the others find it there.
      if (token === used) token = null;
      return next(withHeader(request, `Bearer ${await currentToken(request)}`));
    };
  };
}

async function logIn(
  { username, password, code }: SessionCredential,
  { mask, basePath, context }: AuthenticateOptions,
  request: ApiRequest,
  send: Send,
): Promise<string> {
  const { authentication } = await import("../operations/authentication.ts");
  const currentCode = typeof code === "function" ? await code() : code;
  const parameters = { username, password, code: currentCode };
  const login: ApiRequest = {
    ...request,
    ...prepareRequest({ operation: "authentication.logIn", entry: authentication.logIn, basePath, mask }, parameters),
    onProgress: undefined,
    // Shared by every call that waits for it: not cancelled with the one that began it.
    signal: undefined,
  };
  const { result } = readAnswer(login, await send(login), context);
  const token = result !== null && typeof result === "object" && "token" in result ? result.token : undefined;
  if (typeof token !== "string" || token === "") {
    throw new AuthenticationError({ operation: login.operation, what: "the server gave no session token" });
  }
  mask.add(token);
  return token;
}
