import type { Consequence } from "../../model/consequence.ts";
import type { Family } from "../../model/family.ts";
import type { Result } from "../../model/result.ts";
import { isHtmlPage } from "../../platform/http/is-html-page.ts";
import type { UpdateAnswer } from "../engine.ts";
import { consequenceOf } from "./consequence.ts";
import { type AskedUpdate, type MappedWord, mapAnswer } from "./map-answer.ts";
import { accountReason } from "./reasons.ts";
import { serverWords } from "./server-words.ts";

/** The reply to a dyndns request. */
export interface DyndnsReply {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly body: string;
  /** Whether the body went on beyond what is read. */
  readonly cut: boolean;
}

export interface ReadReply {
  readonly answers: readonly UpdateAnswer[];
  /** The hostnames whose line can't be determined: to be asked for one at a time. */
  readonly unmapped: readonly string[];
  /** Whether the server failed without a word about anybody: with fewer hostnames it may do better. */
  readonly isWordless: boolean;
}

/** Reads a reply: a known word counts whatever the status, otherwise the status, otherwise that it can't be read. */
export function readReply(reply: DyndnsReply, asked: AskedUpdate, credential: string): ReadReply {
  const { mapped, unmapped, hasWords } = mapAnswer(reply.cut ? "" : reply.body, asked);
  if (!hasWords) {
    const answers = wordlessAnswers(reply, asked.hostnames, asked.change, credential);
    return { answers, unmapped: [], isWordless: isForOneHostname(reply, answers) };
  }
  const crowded = asked.hostnames.length > 1 ? mapped.filter(({ word }) => word === "numhost") : [];
  const split = new Set(crowded.map(({ hostname }) => hostname));
  const answers = mapped
    .filter(({ hostname }) => !split.has(hostname))
    .map((said) => answerOf(said, reply, asked, credential));
  if (asked.hostnames.length > 1) return { answers, unmapped: [...unmapped, ...split], isWordless: false };
  const confused = confusedAnswers(reply, unmapped, asked.change);
  return { answers: [...answers, ...confused], unmapped: [], isWordless: false };
}

/** A redirect, a refusal and a request to wait would meet any hostname; anything else may be because of one of them. */
function isForOneHostname({ status, retryAfterMs }: DyndnsReply, answers: readonly UpdateAnswer[]): boolean {
  const isRedirect = status >= 300 && status < 400;
  return !isRedirect && retryAfterMs === null && answers.every(({ consequence }) => consequence === "back-off");
}

function answerOf(said: MappedWord, reply: DyndnsReply, asked: AskedUpdate, credential: string): UpdateAnswer {
  const { hostname, family, word, contradicts } = said;
  const sent = family === "ipv4" ? asked.ipv4 : asked.ipv6;
  if (contradicts !== null && serverWords[word].consequence === "done") {
    const reason = `the server says that it published ${contradicts} instead of ${sent}; retrying later`;
    return { hostname, family, result: "unparseable", consequence: "back-off", reason, retryAfterMs: null };
  }
  const { consequence } = serverWords[word];
  const reason = serverWords[word].reason({ hostname, address: sent, credential });
  const retryAfterMs = consequence === "wait-long" ? reply.retryAfterMs : null;
  return { hostname, family, result: word, consequence, reason, retryAfterMs };
}

/** One hostname was asked for, and the words don't fit even that. */
function confusedAnswers(
  { body }: DyndnsReply,
  hostnames: readonly string[],
  change: readonly Family[],
): UpdateAnswer[] {
  const reason = `the server's answer has the wrong number of lines (${quote(body)}); retrying later`;
  return spread(hostnames, change, { result: "unparseable", consequence: "back-off", reason, retryAfterMs: null });
}

function wordlessAnswers(
  reply: DyndnsReply,
  hostnames: readonly string[],
  change: readonly Family[],
  credential: string,
): UpdateAnswer[] {
  const result: Result = reply.status >= 300 ? `http_${reply.status}` : "unparseable";
  const consequence = wordlessConsequence(reply, result);
  const reason = consequence === "hold-account" ? accountReason(credential, result) : describeWordless(reply);
  return spread(hostnames, change, { result, consequence, reason, retryAfterMs: reply.retryAfterMs });
}

/** A refusal in the server's own form is one; a page for people, or a part of one, may come from anything on the way. */
function wordlessConsequence({ status, body }: DyndnsReply, result: Result): Consequence {
  const refused = (status === 401 || status === 403) && !isHtmlPage(body) && !/^\s*</.test(body);
  if (refused) return "hold-account";
  return status === 429 ? consequenceOf(result) : "back-off";
}

function describeWordless({ status, body, cut }: DyndnsReply): string {
  const what = status >= 200 && status < 300 ? "" : `HTTP ${status} with `;
  return `the server answered ${what}${describeBody(body, cut)}${statusHint(status)}; retrying later`;
}

function describeBody(body: string, cut: boolean): string {
  if (cut) return "more than 64 KiB";
  if (body.trim() === "") return "nothing";
  if (isHtmlPage(body)) return "an HTML page instead of an answer";
  const words = wordsIn(body);
  if (words !== null) return quote(words);
  return `something that is not a dyndns answer (${quote(body)})`;
}

/** What the rest of the API says in its envelope: `meta.message`, or `meta.error`. Null if the body is not an envelope. */
function wordsIn(body: string): string | null {
  if (!/^\s*\{/.test(body)) return null;
  try {
    const { meta } = JSON.parse(body);
    const said: unknown = meta?.error ?? meta?.message;
    return typeof said === "string" && said !== "" ? said : null;
  } catch {
    return null;
  }
}

function statusHint(status: number): string {
  if (status === 429) return ": too many requests";
  if (status >= 300 && status < 400)
    return ": a redirect, which is not followed with a credential; check account.base_url";
  return status === 404 ? ": check account.base_url" : "";
}

const maxShownLength = 80;

/** The beginning of a body in one line, with nothing in it that a terminal would act on. */
function quote(body: string): string {
  const line = body.replace(/[^\x20-\x7e\xa1-\uffff]+/g, " ").trim();
  return `"${line.length > maxShownLength ? `${line.slice(0, maxShownLength)}…` : line}"`;
}

function spread(
  hostnames: readonly string[],
  change: readonly Family[],
  answer: Omit<UpdateAnswer, "hostname" | "family">,
): UpdateAnswer[] {
  return hostnames.flatMap((hostname) => change.map((family) => ({ hostname, family, ...answer })));
}
