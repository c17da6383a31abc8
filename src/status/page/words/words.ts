import type { NoticeEvent } from "../../../model/settings/notice-event.ts";
import type { Health, HostnameStatus } from "../../../model/status.ts";
import type { Numbers, Situation } from "../summarise.ts";
import type { TimeWords } from "../tell-time.ts";
import type { PageLabel } from "./english/labels.ts";
import type { Translate } from "./translate.ts";

/** Every text on the page in one language. */
export interface PageWords extends SituationWords {
  readonly health: Readonly<Record<Health, string>>;
  readonly state: Readonly<Record<HostnameStatus["state"], string>>;
  readonly event: Readonly<Record<NoticeEvent, string>>;
  /** What a server's word means, and what to do; empty if the reason is in the page's language anyway. */
  readonly result: Readonly<Record<string, string>>;
  readonly time: TimeWords;
  readonly text: Readonly<Record<PageLabel, string>>;
  readonly count: CountWords;
  /** What the daemon says: reasons, problems, what to do. */
  readonly translate: Translate;
}

/** The overall state, and what to do. */
export interface SituationWords {
  readonly sentence: Readonly<Record<Situation, (numbers: Numbers) => string>>;
  readonly advice: Readonly<Record<Situation, (numbers: Numbers) => string>>;
}

/** Texts with a number or a name in them. */
export interface CountWords {
  readonly hostnames: (shown: number, total: number) => string;
  readonly page: (page: number, pages: number) => string;
  readonly moreAddresses: (count: number) => string;
  readonly moreNames: (count: number) => string;
  readonly changes: (count: number) => string;
  readonly reactions: (typical: string, longest: string) => string;
  readonly troubles: (count: number, length: string) => string;
  readonly retryOf: (hostname: string) => string;
  readonly started: (ago: string) => string;
}
