// The library against what lies under it: 1,000 listRecords one after the other against raw undici (aim: 0.9 of its rate),
// a zone of 50,000 records against JSON.parse of the same body (aim: at most 1.5 of its time and memory), and loading the
// section `dns` (aim: at most 40 ms over bare Node).
//
//   npm run build && bench/isolated node bench/library.mjs [--rounds 12]
import { execFileSync, fork } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median, printTable, ratio } from "./print-table.mjs";

const self = fileURLToPath(import.meta.url);
const library = new URL("../dist/index.js", import.meta.url).href;
const environment = { ...process.env, NODE_EXTRA_CA_CERTS: "" };
const { values } = parseArgs({
  options: { rounds: { type: "string", default: "12" }, part: { type: "string" }, port: { type: "string" } },
});
const parts = { server, rate, parse, list, load, main };
await parts[values.part ?? "main"](`http://127.0.0.1:${values.port}/api/v0`);

async function main() {
  const child = fork(self, ["--part", "server"], { env: environment });
  const port = String(await new Promise((resolve) => child.once("message", resolve)));
  const measure = (part, ...flags) =>
    JSON.parse(
      execFileSync(process.execPath, [...flags, self, "--part", part, "--port", port, "--rounds", values.rounds], {
        env: environment,
      }),
    );
  try {
    const { raw, own } = measure("rate");
    const [parsed, listed] = [measure("parse", "--expose-gc"), measure("list", "--expose-gc")];
    const loading = median(Array.from({ length: 5 }, () => measure("load").ms));
    printTable([
      ["", "under it", "library", "ratio"],
      ["listRecords a second", Math.round(raw), Math.round(own), ratio(own, raw)],
      ["50,000 records, ms", parsed.ms.toFixed(0), listed.ms.toFixed(0), ratio(listed.ms, parsed.ms)],
      ["50,000 records, MB at most", parsed.mb.toFixed(0), listed.mb.toFixed(0), ratio(listed.mb, parsed.mb)],
      ["loading dns, ms", "", loading.toFixed(1), ""],
    ]);
  } finally {
    child.kill();
  }
}

function server() {
  const small = bodyOf(20);
  const large = bodyOf(50_000);
  const api = createServer(({ url }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(url.includes("/zones/50000/") ? large : small);
  });
  api.listen(0, "127.0.0.1", () => process.send(api.address().port));
}

function bodyOf(count) {
  const data = Array.from({ length: count }, (_, index) => ({
    record_id: `0123456789abcdef0123456789${index}`,
    record_name: `host${index}`,
    record_type: "A",
    record_value: `192.0.2.${index % 250}`,
    record_ttl: 3600,
    record_priority: null,
  }));
  return JSON.stringify({ meta: { status: 200, status_message: "200 OK" }, data });
}

async function client(baseUrl) {
  const { Gigahost } = await import(library);
  return new Gigahost({ apiKey: "k".repeat(74), baseUrl });
}

/** Both in turn, so that a busy machine is as unfair to one as to the other; the middle of many rounds. */
async function rate(baseUrl) {
  const { request } = await import("undici");
  const gigahost = await client(baseUrl);
  const headers = { authorization: `Bearer ${"k".repeat(74)}` };
  const raw = async () => (await (await request(`${baseUrl}/dns/zones/5/records`, { headers })).body.json()).data;
  const own = () => gigahost.dns.listRecords({ zone_id: 5 });
  const rates = { raw: [], own: [] };
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, call] of Object.entries({ raw, own })) {
      const startedMs = performance.now();
      for (let index = 0; index < 1000; index++) await call();
      if (round >= 0) rates[name].push(1e6 / (performance.now() - startedMs));
    }
  }
  report({ raw: median(rates.raw), own: median(rates.own) });
}

async function parse(baseUrl) {
  const { request } = await import("undici");
  const get = async () => (await request(`${baseUrl}/dns/zones/50000/records`)).body.text();
  await get();
  await once(async () => JSON.parse(await get()).data);
}

async function list(baseUrl) {
  const gigahost = await client(baseUrl);
  await gigahost.dns.listRecords({ zone_id: 5 });
  await once(() => gigahost.dns.listRecords({ zone_id: 50_000 }));
}

async function once(work) {
  globalThis.gc();
  const startedMs = performance.now();
  const result = await work();
  const ms = performance.now() - startedMs;
  report({ ms, mb: process.resourceUsage().maxRSS / 1000, count: result.length });
}

/** From the first line of the library to a request that is ready to be sent. */
async function load(baseUrl) {
  const startedMs = performance.now();
  const gigahost = await client(baseUrl);
  await gigahost.preview("dns.listZones");
  report({ ms: performance.now() - startedMs });
}

function report(found) {
  console.log(JSON.stringify(found));
  process.exit();
}
