// How long it takes from a change of address to the request that publishes it, beside other clients; bundled by
// bench/reaction.mjs, which gives it the bundled Internet.
import { type Lab, openLab } from "./lab.ts";
import { rivals } from "./rivals.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { startDaemon } from "./start-daemon.ts";

/** Milliseconds of each change; null where the address never arrived. */
export type Reactions = Readonly<Record<string, readonly (number | null)[]>>;

const productName = "gigahost-ddns";
/** Longer than the default schedule, on a machine that others use as well. */
const maxProductMs = 45_000;
/** Between changes, so that what is held against floods of events is not met, and each comes at another moment of all intervals. */
const minPauseMs = 20_000;
const maxPauseMs = 30_000;

/** Runs those scenarios whose title has one of these words in it, all where there are none. */
export async function measureReactions(
  internet: string,
  { changes, only, say }: { changes: number; only: readonly string[]; say: (line: string) => void },
): Promise<readonly { readonly title: string; readonly reactions: Reactions }[]> {
  const measured = [];
  for (const scenario of scenarios) {
    if (only.length > 0 && !only.some((word) => scenario.title.includes(word))) continue;
    const lab = await openLab(internet);
    try {
      measured.push({ title: scenario.title, reactions: await measure(lab, scenario, internet, changes) });
    } finally {
      await lab.close();
    }
    say(JSON.stringify(measured.at(-1)));
  }
  return measured;
}

async function measure(lab: Lab, scenario: Scenario, internet: string, changes: number): Promise<Reactions> {
  const first = await scenario.setUp(lab, internet);
  const daemon = startDaemon(lab, { ...scenario.settings, GIGAHOST_DDNS_MAX_UPDATES_PER_HOUR: "100" });
  daemon.stdout?.resume();
  daemon.stderr?.resume();
  const able = rivals.filter(({ finds }) => finds.includes(scenario.others));
  for (const rival of able) rival.start(lab, scenario);
  const clients = [
    { name: productName, hostname: "home.example.no", speed: 1, maxMs: maxProductMs },
    // One interval, and as much again for what it does.
    ...able.map(({ periodS, ...rival }) => ({ ...rival, maxMs: (2_000 * periodS) / rival.speed })),
  ];
  await Promise.all(clients.map(({ hostname, maxMs }) => lab.arrival(hostname, first, maxMs + 10_000)));
  // Until the router's events are subscribed to.
  await pause(8_000);
  const reactions: Record<string, (number | null)[]> = Object.fromEntries(clients.map(({ name }) => [name, []]));
  for (let n = 1; n <= changes; n++) {
    await pause(minPauseMs + Math.random() * (maxPauseMs - minPauseMs));
    const { address, atMs } = await scenario.change(lab, n);
    await Promise.all(
      clients.map(async ({ name, hostname, speed, maxMs }) => {
        const arrivedMs = await lab.arrival(hostname, address, maxMs);
        reactions[name]?.push(arrivedMs === null ? null : (arrivedMs - atMs) * speed);
      }),
    );
  }
  return reactions;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
