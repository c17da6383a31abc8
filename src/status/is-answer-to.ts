import type { Status } from "../model/status.ts";
import type { DaemonRequest } from "./answer-request.ts";

/** Whether an answer to a request has the fields that every version sends; if not, it is from another version or a stranger. */
export function isAnswerTo(request: DaemonRequest, answer: unknown): boolean {
  if (request.do === "status") return isHealth(answer) && (request.brief === true || isStatus(answer));
  if (request.do === "history") return Array.isArray(answer) && answer.every(isObject);
  return request.do === "update" && request.wait === false ? isObject(answer) : isReport(answer);
}

/** The health, as in `GET /healthz`: the problems are only for visitors who may read the status. */
export type HealthAnswer = Pick<Status, "health"> & Partial<Pick<Status, "problems">>;

export function isHealth(answer: unknown): answer is HealthAnswer {
  return (
    isObject(answer) &&
    ["starting", "ok", "degraded", "failing"].includes(String(answer.health)) &&
    (answer.problems === undefined || Array.isArray(answer.problems))
  );
}

function isStatus(answer: unknown): boolean {
  return (
    isObject(answer) &&
    isObject(answer.account) &&
    ["problems", "notes", "addresses", "hostnames", "channels"].every((field) => isListOfObjects(answer[field]))
  );
}

function isReport(answer: unknown): boolean {
  return (
    isObject(answer) &&
    typeof answer.startedAt === "string" &&
    ["addresses", "outcomes", "answers", "requests"].every((field) => isListOfObjects(answer[field]))
  );
}

/** The same for lists of texts. */
function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string" || isObject(each));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
