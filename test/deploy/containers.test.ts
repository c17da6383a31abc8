import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { startApiServer } from "../cluster/lease/start-api-server.ts";
import { startBuilt } from "../e2e/built-program.ts";
import { intoPod, mayUnshare } from "../e2e/pod.ts";
import { address, prepareScene, type Scene } from "../e2e/scene.ts";
import { deployDir, readManifests, readYaml } from "./read-manifests.ts";

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

/** What the Secrets that the manifests name hold. */
const secrets: Readonly<Record<string, string>> = { "gigahost/api_key": defaultApiKey };

function environmentOf(variables: readonly Variable[]): Readonly<Record<string, string>> {
  const textOf = ({ value, valueFrom: from }: Variable) =>
    from ? secrets[`${from.secretKeyRef.name}/${from.secretKeyRef.key}`] : value;
  return Object.fromEntries(variables.map((each) => [each.name, textOf(each) ?? ""]));
}

/** Only where the server is, how the address is known, and the port, of which a pod has its own, differ from a cluster. */
const ofTheTest = (scene: Scene) => ({
  GIGAHOST_BASE_URL: scene.simulator.url,
  GIGAHOST_DDNS_IPV4_SOURCES: `static:${address.ipv4}`,
  GIGAHOST_DDNS_LISTEN: "127.0.0.1:0",
});

const manifests = readManifests("kubernetes/daemon").map(({ object }) => object);
const [container] = manifests.find(({ kind }) => kind === "Deployment").spec.template.spec.containers;

/** The command of the Deployment's container, with its files where they are mounted. */
async function startContainer(configFolder: string, changeConfig = (text: string) => text) {
  const scene = await prepareScene();
  const api = await startApiServer("gigahost-ddns");
  const [config = "", clients = "", data = ""] = ["config", "clients", "data"].map((name) => join(scene.dir, name));
  for (const dir of [config, clients, data]) mkdirSync(dir);
  const written = readFileSync(join(deployDir, configFolder, "config.yaml"), "utf8");
  writeFileSync(join(config, "config.yaml"), changeConfig(written));
  const environment = {
    ...api.environment,
    ...ofTheImage(),
    ...environmentOf(container.env),
    ...ofTheTest(scene),
  };
  const mounts = { "/etc/gigahost-ddns": config, "/etc/gigahost-ddns-clients": clients, "/data": data };
  const start = () => startBuilt(container.args, { environment, through: intoPod(api.accountDir, mounts) });
  return { scene, api, clients, start };
}

/** The variables that the Dockerfile sets. */
function ofTheImage(): Readonly<Record<string, string>> {
  const [, block = ""] = /^ENV ((?:.*\\\n)*.*)$/m.exec(readFileSync(join(deployDir, "../Dockerfile"), "utf8")) ?? [];
  return Object.fromEntries([...block.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]));
}

describe.runIf(mayUnshare)("the container of the Deployment", () => {
  it("publishes with the arguments, variables and files that it has there, and asks for what the Role allows", async () => {
    const { scene, api, start } = await startContainer("kubernetes/daemon");
    const started = start();
    await started.until(/now points to/);
    expect(scene.records("home.example.no", "A")).toEqual([address.ipv4]);
    started.child.kill("SIGTERM");
    expect((await started.ended).code).toBe(0);
    const verbs: Readonly<Record<string, string>> = { GET: "get", POST: "create", PUT: "update" };
    const { rules } = manifests.find(({ kind }) => kind === "Role");
    const allowed = rules.flatMap((rule: { verbs: readonly string[] }) => rule.verbs);
    expect([...new Set(api.methods.map((method) => verbs[method]))].sort()).toEqual(allowed.sort());
  });

  it("of the gateway takes in what a client of the mounted file tells", async () => {
    const { scene, clients, start } = await startContainer("kubernetes/gateway", (text) =>
      text.replace("listen: 0.0.0.0:8246", "listen: 127.0.0.1:0"),
    );
    const client = { name: "cabin", password: "correct-horse", hostnames: ["cabin.example.no"] };
    writeFileSync(join(clients, "clients.yaml"), JSON.stringify([client]));
    const started = start();
    await started.until(/the gateway listens/);
    const port = /"port":(\d+)[^\n]*the gateway listens/.exec(started.said())?.[1];
    const authorization = `Basic ${Buffer.from("cabin:correct-horse").toString("base64")}`;
    const tell = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/nic/update?myip=${address.other4}`, {
        headers: { authorization },
      });
      return answer.text();
    };
    // It answers once it leads.
    await expect.poll(tell, { timeout: 60_000, interval: 200 }).toMatch(/^(good|nochg)/);
    expect(scene.records("cabin.example.no", "A")).toEqual([address.other4]);
  });
});

it("the sidecar of external-dns answers with the arguments and variables of its values", async () => {
  const scene = await prepareScene();
  const { args, env } = readYaml("external-dns/values.yaml").provider.webhook;
  // A pod has its ports for itself; here they are any.
  const ports = ["--listen", "127.0.0.1:0", "--health", "none"];
  const started = startBuilt([...args, ...ports], { environment: { ...environmentOf(env), ...ofTheTest(scene) } });
  await started.until(/serves external-dns/);
  const port = /"port":(\d+)[^\n]*serves external-dns/.exec(started.said())?.[1];
  const accept = "application/external.dns.webhook+json;version=1";
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept } });
  expect([answer.status, answer.headers.get("content-type"), await answer.json()]).toEqual([
    ...[200, accept, expect.objectContaining({ include: ["example.no"] })],
  ]);
});
