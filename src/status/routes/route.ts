import type { IncomingMessage, ServerResponse } from "node:http";
import type { PublicPart } from "../../model/settings/public-part.ts";
import type { Clock } from "../../platform/clock.ts";
import type { WrongSecretLimit } from "../../platform/http-server/wrong-secret-limit.ts";
import type { DaemonView } from "../daemon-view.ts";
import type { HttpSettings } from "../guard/http-settings.ts";
import type { Tally } from "../metrics/tally.ts";
import type { HttpAnswer } from "../wire/answer.ts";
import type { EventStreams } from "../wire/event-streams.ts";
import type { StatusCache } from "../wire/status-cache.ts";

/** One path of the server. */
export type Route = Reading | Acting;

/** Answers `HEAD` too. */
interface Reading extends AnyRoute {
  readonly method: "GET";
  readonly access: PublicPart | Guard;
}

/** Never allowed by what only lets a visitor read: a cookie, or an open part. */
interface Acting extends AnyRoute {
  readonly method: "POST";
  readonly access: Guard;
}

/** `token`: only with `Authorization: Bearer TOKEN` · `anybody`: the route checks for itself. */
type Guard = "token" | "anybody";

interface AnyRoute {
  readonly path: string;
  /** Who may use it; a part of `http.public`: every visitor who may read that part. */
  readonly access: PublicPart | Guard;
  /** Null: the route sends the response itself. */
  answer(visit: Visit): HttpAnswer | null | Promise<HttpAnswer | null>;
  /** The answer for visitors who must not read it, instead of a plain 401. */
  refuse?(request: IncomingMessage): HttpAnswer;
}

/** One request that has passed the Host and Origin checks. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly parts: ServerParts;
  /** Whether this visitor may read that part. */
  mayRead(part: PublicPart): boolean;
}

/** What the routes need; one per server. */
export interface ServerParts {
  readonly settings: HttpSettings;
  /** Sent with the answers to the command line, so that it can tell whose daemon answers. */
  readonly identity: Readonly<Record<string, string>>;
  readonly view: DaemonView;
  readonly clock: Clock;
  readonly status: StatusCache;
  readonly streams: EventStreams;
  /** What is counted. */
  readonly tally: Tally;
  /** Null if there is none, for a reason that the daemon's status names. */
  token(): string | null;
  readonly loginLimit: WrongSecretLimit;
  /** Masks the account's secrets, whatever form they are in. */
  mask(text: string): string;
}
