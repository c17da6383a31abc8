/**
 * The whole Gigahost API as a library: `new Gigahost({ apiKey })`, then `await gigahost.dns.listZones()`.
 * Not an official client of Gigahost's.
 */
export type { Call, RawResponse, ResultWithResponse } from "./api/call.ts";
export type { ApiClock } from "./api/clock.ts";
export {
  AnswerError,
  AuthenticationError,
  ConfirmationError,
  GigahostError,
  InputError,
  NetworkError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  RequestError,
  ServerError,
  TimeoutError,
} from "./api/errors.ts";
export { Gigahost } from "./api/gigahost.ts";
export type { CallOptions, ClientOptions, Credentials, GigahostOptions } from "./api/gigahost-options.ts";
export type { SentRequest } from "./api/send/exchange.ts";
export type { PreviewedRequest } from "./api/send/preview-request.ts";
export { type BudgetOptions, RequestBudget } from "./api/send/request-budget.ts";
