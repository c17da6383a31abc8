import { isHtmlPage } from "../../../platform/http/is-html-page.ts";
import {
  AuthenticationError,
  type Failure,
  type GigahostError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RequestError,
  ServerError,
} from "../../errors.ts";
import type { Mask } from "../../mask.ts";
import { type ApiRequest, type ApiResponse, hasEffect, isRepeatable } from "../exchange.ts";
import { readRetryAfterMs } from "../pace/retry-after.ts";
import { isObject } from "./is-object.ts";

interface Kind {
  readonly error: new (failure: Failure) => GigahostError;
  readonly what: string;
  readonly whatToDo: string;
}

const byStatus: Readonly<Record<number, Kind>> = {
  400: { error: RequestError, what: "the server refused the request", whatToDo: "Check the parameters" },
  401: {
    error: AuthenticationError,
    what: "the credential was refused",
    whatToDo: "Check the API key, or user name and password; an account with two factors needs an API key or a session",
  },
  402: { error: RequestError, what: "payment is required", whatToDo: "Top up the account's balance" },
  403: {
    error: PermissionError,
    what: "the credential isn't allowed to do this",
    whatToDo: "Give the API key the permission, also for this zone or server; some operations take no API key at all",
  },
  404: { error: NotFoundError, what: "not found on this account", whatToDo: "Check the id or name" },
  405: { error: RequestError, what: "the server doesn't support this here", whatToDo: "" },
  429: { error: RateLimitError, what: "too many requests", whatToDo: "Wait before the next one" },
};

/** The error that an answer stands for; null for success. The server may also say so in `meta` only. */
export function refusalOf(
  request: ApiRequest,
  response: ApiResponse,
  body: unknown,
  wallMs: number,
): GigahostError | null {
  const status = statusOf(response.status, body);
  if (status < 300) return null;
  const { error: Refusal, what, whatToDo } = kindOf(status, request, response);
  const { mask, entry, operation } = request;
  const said = wordsIn(body, mask);
  return new Refusal({
    operation,
    status,
    what: mask.text(`${what} (HTTP ${status}${said === null ? "" : `: ${said}`})`),
    whatToDo,
    serverSaid: said === null ? null : mask.text(said),
    details: mask.value(detailsIn(body), entry.secrets) as Record<string, unknown>, // an object in, an object out
    mayHaveHappened: status >= 500 && hasEffect(entry),
    retryAfterMs: readRetryAfterMs(response.headers, wallMs),
    isPage: isPage(response.body),
  });
}

/** No word of this API's on the credential. */
const foreignPage = {
  what: "an HTML page came instead of the API's answer",
  whatToDo: "Something in between may have answered; try again later",
};

/** A page for people, or a part of one: this API speaks JSON and plain text. */
function isPage(body: unknown): boolean {
  return typeof body === "string" && (/^\s*</.test(body) || isHtmlPage(body));
}

function kindOf(status: number, { entry }: ApiRequest, { headers, body }: ApiResponse): Kind {
  if (status >= 500) {
    const isHarmless = isRepeatable(entry) || !hasEffect(entry);
    const whatToDo = isHarmless ? "Try again later" : "Check what is there before trying again";
    return { error: ServerError, what: "the server failed", whatToDo };
  }
  if (status < 400) {
    const target = typeof headers.location === "string" ? headers.location : "another place";
    return { error: RequestError, what: `a redirect to ${target} was not followed`, whatToDo: "Check the base URL" };
  }
  const kind = byStatus[status] ?? { error: RequestError, what: "the server refused the request", whatToDo: "" };
  const isForeign = (status === 401 || status === 403) && isPage(body);
  return isForeign ? { ...kind, ...foreignPage } : kind;
}

function statusOf(httpStatus: number, body: unknown): number {
  const told = isObject(body) && isObject(body.meta) ? Number(body.meta.status) : Number.NaN;
  return httpStatus < 300 && told >= 400 && told < 600 ? told : httpStatus;
}

/** More than a sentence, less than a page. */
const maxWordsLength = 500;

/** `meta.message`, or `meta.error` in some sections, or the same beside an envelope that isn't there. */
function wordsIn(body: unknown, mask: Mask): string | null {
  if (!isObject(body)) return null;
  const meta = isObject(body.meta) ? body.meta : {};
  const candidates = [meta.error, meta.message, body.error, body.message, meta.status_message];
  const words = candidates.find((text): text is string => typeof text === "string" && text.trim() !== "");
  // Masked before it is cut: half a secret is not recognised.
  return words === undefined ? null : mask.text(words.trim()).slice(0, maxWordsLength);
}

function detailsIn(body: unknown): Record<string, unknown> {
  if (!isObject(body) || !isObject(body.meta)) return {};
  const { status: _status, status_message: _words, message: _message, error: _error, ...details } = body.meta;
  return details;
}
