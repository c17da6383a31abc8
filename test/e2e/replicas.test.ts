import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { startApiServer } from "../cluster/lease/start-api-server.ts";
import { runBuilt, startBuilt } from "./built-program.ts";
import { intoPod, mayUnshare } from "./pod.ts";
import { address, prepareScene, type Scene } from "./scene.ts";

type Api = Awaited<ReturnType<typeof startApiServer>>;

/** A replica with a state directory of its own; all read the address from one file. */
async function startReplica(scene: Scene, api: Api, name: string) {
  const dir = join(scene.dir, name);
  mkdirSync(dir);
  const settings = {
    account: { api_key: defaultApiKey, base_url: scene.simulator.url },
    hostnames: ["home.example.no"],
    ipv4: { sources: [`file:${join(scene.dir, "address")}`] },
    ipv6: { enabled: false },
    schedule: "* * * * * *",
    watch: false,
    verify: false,
    state_dir: join(dir, "state"),
    http: { listen: "127.0.0.1:0" },
    leadership: { lease: "ddns" },
  };
  writeFileSync(join(dir, "config.yaml"), stringify(settings));
  const surroundings = { environment: api.environment, through: intoPod(api.accountDir) };
  const started = startBuilt(["run", "--config", join(dir, "config.yaml")], surroundings);
  await started.until(/"port":\d+[^\n]*served/);
  const port = /"port":(\d+)[^\n]*served/.exec(started.said())?.[1];
  const ask = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const run = (words: string) => runBuilt([...words.split(" "), "--config", join(dir, "config.yaml")]);
  return { started, ask, run };
}

const isLeader = async ({ ask }: Awaited<ReturnType<typeof startReplica>>) => (await ask("/readyz")).status === 200;
const slow = { timeout: 120_000, interval: 200 };

describe.runIf(mayUnshare)("of three replicas with one Lease", () => {
  it("one publishes, the others look and are healthy, and the next takes over when it is killed", async () => {
    const api = await startApiServer();
    const scene = await prepareScene();
    const addressFile = join(scene.dir, "address");
    writeFileSync(addressFile, address.ipv4);
    const replicas = await Promise.all(["a", "b", "c"].map((name) => startReplica(scene, api, name)));
    await expect.poll(() => scene.records("home.example.no", "A"), slow).toEqual([address.ipv4]);
    const leading = await Promise.all(replicas.map(isLeader));
    expect(leading.filter(Boolean)).toHaveLength(1);
    const leader = replicas[leading.indexOf(true)] as (typeof replicas)[number]; // one of them leads
    const others = replicas.filter((replica) => replica !== leader);

    for (const other of others) {
      await expect.poll(async () => (await other.ask("/healthz")).status, slow).toBe(200);
      const status = (await other.run("status --output json")).json;
      expect(status).toMatchObject({ health: "ok", leadership: { lease: "ddns", leading: false } });
      const update = await other.run("update");
      expect([update.code, update.said]).toEqual([75, expect.stringContaining(`${status.leadership.leader} leads`)]);
    }

    scene.forget();
    leader.started.child.kill("SIGKILL");
    writeFileSync(addressFile, address.other4);
    await expect.poll(() => scene.records("home.example.no", "A"), slow).toEqual([address.other4]);
    expect(scene.asked()).toEqual([{ hostname: "home.example.no", myip: address.other4 }]);

    // One that is told to stop gives the Lease back.
    const [next] = (await isLeader(others[0] as (typeof replicas)[number])) ? others : [...others].reverse();
    const last = others.find((replica) => replica !== next);
    scene.forget();
    next?.started.child.kill("SIGTERM");
    expect((await next?.started.ended)?.code).toBe(0);
    await expect.poll(async () => last && isLeader(last), slow).toBe(true);
    expect(scene.asked()).toEqual([]);
  });
});

it("ends with 78 outside a cluster, and says what is missing", async () => {
  const scene = await prepareScene({ leadership: { lease: "ddns" } });
  const ended = await scene.run("run");
  expect([ended.code, ended.said]).toEqual([78, expect.stringContaining("service account")]);
});
