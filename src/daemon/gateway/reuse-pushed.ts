import type { DetectedUplink, DetectRequest } from "../../detect/asking/ask.ts";
import type { Detection } from "../../model/detection.ts";
import { type Family, families } from "../../model/family.ts";
import { groupBy } from "../../model/group-by.ts";
import type { RememberedTold } from "../../model/state.ts";
import { letOthersRun } from "../../platform/let-others-run.ts";

export interface PushedLooks {
  /** Looks at the uplinks that may have changed. The detections come in the order of the uplinks. */
  look(
    uplinks: readonly DetectedUplink[],
    remembered: DetectRequest["remembered"],
    detect: (open: readonly DetectedUplink[]) => Promise<readonly Detection[]>,
  ): Promise<readonly Detection[]>;
}

/** A look, with what was told and remembered before it. */
interface Kept extends Readonly<Record<Family, string | undefined>> {
  readonly told: RememberedTold | null;
  readonly detections: readonly Detection[];
}

/** What a client of the gateway told stands until it tells again, so that of thousands only those cost a look that do. */
export function createPushedLooks(toldBy: (client: string) => RememberedTold | null): PushedLooks {
  const kept = new Map<string, Kept>();
  const find = (uplink: DetectedUplink, remembered: DetectRequest["remembered"]): readonly Detection[] | null => {
    const client = clientOf(uplink);
    const before = client === null ? undefined : kept.get(uplink.name);
    if (client === null || before === undefined || before.told !== toldBy(client)) return null;
    const known = remembered[uplink.name];
    return families.every((family) => before[family] === known?.[family]?.address) ? before.detections : null;
  };
  return {
    async look(uplinks, remembered, detect) {
      const known = uplinks.map((uplink) => find(uplink, remembered));
      // Before the look: who tells something meanwhile is looked at again.
      const told = uplinks.map((uplink) => toldBy(clientOf(uplink) ?? ""));
      const open = uplinks.filter((_, index) => known[index] === null);
      const fresh = groupBy(await detectInTurn(open, detect), ({ uplink }) => uplink);
      return uplinks.flatMap((uplink, index) => {
        const detections = known[index] ?? fresh.get(uplink.name) ?? [];
        const isNew = known[index] === null && clientOf(uplink) !== null;
        if (!isNew) return detections;
        const [ipv4, ipv6] = families.map((family) => remembered[uplink.name]?.[family]?.address);
        kept.set(uplink.name, { ipv4, ipv6, told: told[index] ?? null, detections: detections.slice() });
        return detections;
      });
    },
  };
}

/** A look makes thousands of small things for each of its uplinks. */
const maxAtOnce = 500;

/** What clients sent is at hand: with thousands, it is looked at in portions. Everything else is asked at the same time. */
async function detectInTurn(
  open: readonly DetectedUplink[],
  detect: (open: readonly DetectedUplink[]) => Promise<readonly Detection[]>,
): Promise<readonly Detection[]> {
  if (open.length <= maxAtOnce) return detect(open);
  const others = detect(open.filter((uplink) => clientOf(uplink) === null));
  const told = open.filter((uplink) => clientOf(uplink) !== null);
  const detections: Detection[] = [];
  for (let at = 0; at < told.length; at += maxAtOnce) {
    for (const each of await detect(told.slice(at, at + maxAtOnce))) detections.push(each);
    // Devices, the page and the health check are answered meanwhile.
    await letOthersRun();
  }
  return [...(await others), ...detections];
}

const clients = new WeakMap<DetectedUplink, string | null>();

/** The client whose word is all that an uplink goes by; null: it has other sources. */
function clientOf(uplink: DetectedUplink): string | null {
  const known = clients.get(uplink);
  if (known !== undefined) return known;
  const client = findClient(uplink);
  clients.set(uplink, client);
  return client;
}

function findClient(uplink: DetectedUplink): string | null {
  const sources = families.flatMap((family) => (uplink[family].enabled ? uplink[family].sources : []));
  const [first = ""] = sources;
  return first.startsWith("push:") && sources.every((source) => source === first) ? first.slice("push:".length) : null;
}
