import { Readable } from "node:stream";
import { AnswerError, type SortedEntries } from "../../errors.ts";
import { findSurprises } from "../../values/check-answer.ts";
import { normaliseResult } from "../../values/normalise-result.ts";
import { type ApiRequest, type ApiResponse, hasEffect, type SendContext } from "../exchange.ts";
import { findMisfit, fitResult } from "./fit-result.ts";
import { isObject } from "./is-object.ts";
import { refusalOf } from "./refusal.ts";

/** No answer of this API's nests deeper. */
const maxDepth = 500;

/** What an answer amounts to. */
export interface ReadAnswer {
  readonly result: unknown;
  /** The server's message, in its own words; null without one. */
  readonly message: string | null;
}

/** Takes the result out of the server's answer; throws what the server refused with. A surprise is a debug line. */
export function readAnswer(request: ApiRequest, response: ApiResponse, context: SendContext): ReadAnswer {
  const body = response.body instanceof Readable ? null : parseJson(response.body);
  const refusal = refusalOf(request, response, body, context.clock.wallMs());
  if (refusal) throw refusal;
  const { answer } = request.entry;
  if (answer.from === "binary" || answer.from === "text") return { result: response.body, message: null };
  if (body === undefined) {
    if (answer.orText) return { result: response.body, message: null };
    // To a write there may be nothing to say; a question has to be answered.
    if (response.body !== "" || !hasEffect(request.entry)) throw unreadable(request, response, "not JSON");
  }
  const fitted = fitResult(answer, payloadOf(request, body), isEnveloped(body));
  // What a write did is done, whatever it is answered with.
  const misfit = hasEffect(request.entry) ? null : findMisfit(answer, fitted);
  if (misfit !== null) throw unreadable(request, response, misfit.words, misfit.entries);
  const result = normaliseResult(answer.schema, fitted);
  if (context.debug) tellSurprises(context.debug, request, result);
  return { result, message: messageIn(body) };
}

function tellSurprises(debug: NonNullable<SendContext["debug"]>, request: ApiRequest, result: unknown): void {
  const surprises = findSurprises(request.entry.answer.schema, result);
  if (surprises.length > 0)
    debug({ operation: request.operation, surprises }, "the answer differs from what is known about it");
}

/** Undefined if it isn't JSON: an empty body, HTML. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text) || isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** Whoever walks through a value that nests without end runs out of stack. */
function isTooDeep(text: string): boolean {
  if (text.length <= maxDepth) return false;
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length && depth <= maxDepth; at++) {
    const sign = text.charAt(at);
    if (isInText && sign === "\\") at++;
    else if (sign === '"') isInText = !isInText;
    else if (!isInText && (sign === "[" || sign === "{")) depth++;
    else if (!isInText && (sign === "]" || sign === "}")) depth--;
  }
  return depth > maxDepth;
}

function payloadOf({ entry }: ApiRequest, body: unknown): unknown {
  if (!isObject(body)) return body;
  const { meta, data, ...rest } = body;
  const hasEnvelope = isObject(meta) || Object.hasOwn(body, "data");
  if (!hasEnvelope) return body;
  if (entry.answer.from === "meta") return { ...(isObject(data) ? data : {}), ...rest, ...withoutStatus(meta) };
  if (entry.answer.from === "flat") return Object.hasOwn(body, "data") ? data : rest;
  return data;
}

/** Whether an answer has what only this API's have: `meta`, or `success` where there is none. */
function isEnveloped(body: unknown): boolean {
  return isObject(body) && (isObject(body.meta) || body.success === true);
}

function withoutStatus(meta: unknown): Record<string, unknown> {
  if (!isObject(meta)) return {};
  const { status: _status, status_message: _words, maintenance: _maintenance, time: _time, ...payload } = meta;
  return payload;
}

function messageIn(body: unknown): string | null {
  const meta = isObject(body) ? body.meta : undefined;
  return isObject(meta) && typeof meta.message === "string" && meta.message !== "" ? meta.message : null;
}

function unreadable(
  request: ApiRequest,
  response: ApiResponse,
  why: string,
  entries: SortedEntries | null = null,
): AnswerError {
  const failure = {
    operation: request.operation,
    status: response.status,
    what: `the server answered ${response.status}, but the answer can't be read: ${why}`,
    mayHaveHappened: hasEffect(request.entry),
    whatToDo: "Check the base URL; something in between may have answered",
  };
  return new AnswerError(failure, entries);
}
