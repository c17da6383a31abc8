import type { EngineName, EngineSetting } from "../model/settings/engine.ts";
import type { Clock } from "../platform/clock.ts";
import type { Random } from "../platform/random.ts";
import type { Engine, PublishOptions } from "./engine.ts";
import type { ProbeVerdict } from "./remember/probe-account.ts";
import type { ZonesVerdict } from "./remember/remember-zones.ts";
import type { StateDraft } from "./remember/state-draft.ts";

/** What publishing a plan needs besides the plan. */
export interface PublishContext extends PublishOptions {
  readonly draft: StateDraft;
  readonly clock: Clock;
  readonly random: Random;
  readonly engine: EngineSetting;
  /** Makes an engine when it is first needed. */
  readonly engineFor: (name: EngineName) => Promise<Engine>;
  /** One `GET /dns/zones`: whether the credential is accepted there. Null if records can't take over (no API key). */
  readonly probe: ((options: PublishOptions) => Promise<ProbeVerdict>) | null;
  /** Which zones the credential sees, asked now. */
  readonly listZones: (options: PublishOptions) => Promise<ZonesVerdict>;
  readonly settingsOf: (hostname: string) => string;
  readonly force: boolean;
  readonly maxUpdatesPerHour: number;
  /** Called after every answer that was taken over, so that the state can be saved. */
  readonly onRemembered: () => void;
}
