// What a steady day costs on the wire; bundled by bench/cost.mjs. Counted is what passes the LAN host's interface, both ways, in
// a quarter of an hour or less: every period of a steady day but the hourly look at the name servers is in five minutes.
import { type Lab, openLab } from "./lab.ts";
import { rivals } from "./rivals.ts";
import { scenarios } from "./scenarios.ts";
import { startDaemon } from "./start-daemon.ts";

export interface Cost {
  readonly title: string;
  readonly packets: number;
  readonly bytes: number;
}

/** Longer than a router repeats an announcement, and than what is tried once after the start. */
const settleMs = 270_000;
const startMs = 15_000;
const dayMinutes = 24 * 60;

/** Several homes side by side, each for so many minutes; the figures are those of a day. */
export function measureCosts(internet: string, minutes: number): Promise<readonly Cost[]> {
  const startProduct = (lab: Lab, settings: Readonly<Record<string, string>>) => {
    const daemon = startDaemon(lab, settings);
    daemon.stdout?.resume();
    daemon.stderr?.resume();
  };
  const [ddclient] = rivals;
  return Promise.all([
    ...["NAT-PMP", "STUN"].map((word) =>
      measure(internet, word, minutes, (lab, scenario) => startProduct(lab, scenario.settings)),
    ),
    measure(
      internet,
      "NAT-PMP",
      minutes,
      async (lab, scenario) => {
        startProduct(lab, scenario.settings);
        // Not before it listens.
        await pause(startMs);
        await scenario.change(lab, 1);
      },
      "gigahost-ddns, a router that has announced a change by NAT-PMP",
    ),
    measure(
      internet,
      "UPnP",
      minutes,
      (lab, scenario) => {
        silenceAdvertisements(lab);
        startProduct(lab, scenario.settings);
      },
      "gigahost-ddns, a router with UPnP events",
    ),
    // In real time: its day is not to be made faster.
    measure(
      internet,
      "STUN",
      minutes,
      (lab, scenario) => ddclient?.start(lab, scenario, 1),
      "ddclient, 300 s, plain HTTP",
    ),
    measure(internet, "STUN", minutes, pollByHttps, "a fetch by curl over HTTPS every 5 min"),
  ]);
}

/** What the router sends to the whole network by itself is nobody's cost. */
function silenceAdvertisements(lab: Lab): void {
  lab.run("router", "nft", "add", "rule", "ip", "lab", "output", "udp", "dport", "1900", "drop");
}

function pollByHttps(lab: Lab): void {
  const loop = "while curl -s -o /dev/null https://api.ipify.org/; do sleep 300; done";
  lab.start("lan", ["sh", "-c", loop], { CURL_CA_BUNDLE: lab.environment.NODE_EXTRA_CA_CERTS ?? "" });
}

let labs = 0;

async function measure(
  internet: string,
  word: string,
  minutes: number,
  begin: (lab: Lab, scenario: (typeof scenarios)[number]) => void | Promise<void>,
  title?: string,
): Promise<Cost> {
  const scenario = scenarios.find((each) => each.title.includes(word));
  if (scenario === undefined) throw new Error(`no scenario ${word}`);
  const lab = await openLab(internet, `c${labs++}`);
  try {
    await scenario.setUp(lab, internet);
    await begin(lab, scenario);
    await pause(settleMs);
    const before = count(lab);
    await pause(minutes * 60_000);
    const after = count(lab);
    const perDay = (field: "packets" | "bytes") => Math.round(((after[field] - before[field]) * dayMinutes) / minutes);
    return { title: title ?? `gigahost-ddns, ${scenario.title}`, packets: perDay("packets"), bytes: perDay("bytes") };
  } finally {
    await lab.close();
  }
}

function count(lab: Lab): { readonly packets: number; readonly bytes: number } {
  const text = lab.run("lan", "ip", "-s", "-j", "link", "show", "dev", "l0");
  const [{ stats64 }] = JSON.parse(text);
  const { rx, tx } = stats64;
  return { packets: rx.packets + tx.packets, bytes: rx.bytes + tx.bytes };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
