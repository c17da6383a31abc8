// For the benches: the simulated Gigahost in a process of its own, so that what is measured is the product alone, and a
// configuration against it that sends nothing anywhere else.
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const self = fileURLToPath(import.meta.url);
export const product = fileURLToPath(new URL("../dist/gigahost-ddns.cjs", import.meta.url));

/** What may differ from a user's machine and would change the figures. */
export const cleanEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(NODE_|GIGAHOST_|XDG_|CREDENTIALS_)/.test(name)),
);

if (process.send && process.argv[1] === self) await serve(JSON.parse(process.argv[2]));

/** Starts it with those zones; `countRequests()` resolves with how many it has answered, by path. */
export async function startSimulation({ zones }) {
  const dir = mkdtempSync(join(tmpdir(), "bench-"));
  const bundle = await buildSimulator(dir);
  const child = fork(self, [JSON.stringify({ bundle, zones })], { env: cleanEnvironment });
  const { url, apiKey, account } = await nextMessage(child);
  return {
    url,
    dir,
    apiKey,
    account,
    async countRequests() {
      child.send("count");
      return await nextMessage(child);
    },
    close() {
      child.kill();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Writes a configuration, as people do, with a state directory and a free port of its own; resolves with its path. */
export async function writeConfig(simulation, name, { hostnames, addresses, ...rest }) {
  const home = join(simulation.dir, name);
  mkdirSync(home, { recursive: true });
  const config = {
    account: { api_key: simulation.apiKey, base_url: simulation.url },
    hostnames,
    ipv4: { sources: [`static:${addresses.ipv4}`] },
    ipv6: addresses.ipv6 ? { sources: [`static:${addresses.ipv6}`] } : { enabled: false },
    verify: false,
    state_dir: join(home, "state"),
    http: { listen: `127.0.0.1:${await findFreePort()}` },
    ...rest,
  };
  const path = join(home, "config.yaml");
  writeFileSync(path, stringify(config), { mode: 0o600 });
  return path;
}

/** Waits until the check holds; rejects with what it waited for. */
export async function waitUntil(what, check, limitMs = 60_000) {
  const endMs = performance.now() + limitMs;
  while (!(await check())) {
    if (performance.now() > endMs) throw new Error(`waited ${limitMs / 1000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function serve({ bundle, zones }) {
  const { startSimulator, defaultApiKey, defaultAccount } = await import(bundle);
  const simulator = await startSimulator({ zones });
  const counts = new Map();
  // The list is cut now and then, so every request is counted as it is added.
  const { push } = simulator.requests;
  simulator.requests.push = (...requests) => {
    for (const { path } of requests) counts.set(path, (counts.get(path) ?? 0) + 1);
    return push.apply(simulator.requests, requests);
  };
  process.on("message", () => process.send(Object.fromEntries(counts)));
  process.on("disconnect", () => process.exit());
  process.send({ url: simulator.url, apiKey: defaultApiKey, account: defaultAccount });
}

async function buildSimulator(dir) {
  const { build } = await import("esbuild");
  const root = fileURLToPath(new URL("..", import.meta.url));
  const outfile = join(dir, "simulator.mjs");
  const contents = `export * from "./src/simulator/start-simulator.ts"; export * from "./src/simulator/simulator-options.ts";`;
  const banner = `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(self)});`;
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    define: { __VERSION__: '"bench"', __HOMEPAGE__: '"bench"' },
    banner: { js: banner },
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
  });
  return outfile;
}

function nextMessage(child) {
  return new Promise((resolve, reject) => {
    const onMessage = (message) => {
      child.off("exit", onExit);
      resolve(message);
    };
    const onExit = (code) => {
      child.off("message", onMessage);
      reject(new Error(`the simulator ended with ${code}`));
    };
    child.once("message", onMessage).once("exit", onExit);
  });
}

function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
