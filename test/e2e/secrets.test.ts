import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultApiKey } from "../../src/simulator/simulator-options.ts";
import { atEnd } from "./at-end.ts";
import { prepareScene } from "./scene.ts";

const password = "pæss wörd%/+&=#'\"\\";
const username = "ola@example.no";

/** Every shape in which a secret could slip into a text. */
function shapesOf(secret: string): string[] {
  const utf8 = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    utf8.toString("base64"),
    utf8.toString("base64url"),
    utf8.toString("hex"),
  ];
}

/** A server that says back everything it was told, credentials included. */
async function startEcho(status: number): Promise<string> {
  const server = createServer((request, response) => {
    const { authorization = "" } = request.headers;
    const [, basic = ""] = authorization.split("Basic ");
    const told = [
      authorization,
      basic,
      Buffer.from(basic, "base64").toString("utf8"),
      encodeURIComponent(authorization),
    ];
    response.writeHead(status, { "x-echo": encodeURIComponent(authorization) }).end(`error for ${told.join(" | ")}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v0`; // a TCP server's address is an AddressInfo
}

const accounts = {
  key: { account: { api_key: defaultApiKey }, secrets: shapesOf(defaultApiKey) },
  password: {
    account: { username, password },
    secrets: [...shapesOf(password), Buffer.from(`${username}:${password}`).toString("base64")],
  },
};

it.concurrent.each([
  ["key", 200],
  ["key", 500],
  ["password", 400],
  ["password", 200],
] as const)(
  "no %s shows at any level, in any output or file, when the server answers %i with it",
  async (kind, status) => {
    const { account, secrets } = accounts[kind];
    const baseUrl = await startEcho(status);
    const hostnames = ["home.example.no", "*.example.no"];
    const scene = await prepareScene({
      account: { ...account, base_url: baseUrl },
      hostnames,
      http: { listen: "127.0.0.1:0" },
    });
    const daemon = scene.start("run --log-level trace");
    await daemon.until(/"nextRound|tried again|starts/);
    await daemon.until(/something that is not a dyndns answer|retrying later/);
    const outputs = [
      await scene.run("status --output json"),
      await scene.run("status"),
      await scene.run("update --output json"),
    ];
    daemon.child.kill("SIGTERM");
    outputs.push(await daemon.ended);
    for (const command of [
      "once --force --log-level trace",
      "detect",
      "config show",
      "config check",
      "config show --output yaml",
    ]) {
      outputs.push(await scene.run(command));
    }
    const stateDir = join(scene.dir, "state");
    const files = readdirSync(stateDir).map((name) => readFileSync(join(stateDir, name), "utf8"));
    const everything = [...outputs.map(({ said }) => said), ...files].join("\n");
    expect(everything).toContain("retrying later");
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  },
);
