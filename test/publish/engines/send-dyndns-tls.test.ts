import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { v4 } from "../facts.ts";
import { dyndnsEngine, group, publish } from "./simulated-engines.ts";

/** A certificate authority that signs for any time span, past or future. */
const authority = `
[ca]
default_ca = own
[own]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = names
unique_subject = no
[names]
commonName = supplied
`;

describe("a server whose certificate can't be trusted", () => {
  let dir: string;
  let server: Server | null = null;
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" });

  /** Publishes through a server with a certificate that is valid from one moment to another (YYYYMMDDHHMMSSZ). */
  const publishThrough = async (from: string, to: string) => {
    openssl(
      "ca",
      "-batch",
      "-config",
      "ca.cnf",
      "-in",
      "request.pem",
      "-out",
      "certificate.pem",
      "-notext",
      "-startdate",
      from,
      "-enddate",
      to,
      "-keyfile",
      "ca.key",
      "-cert",
      "ca.pem",
    );
    let asked = 0;
    const own = createServer(
      { key: readFileSync(join(dir, "server.key")), cert: readFileSync(join(dir, "certificate.pem")) },
      (_request, response) => {
        asked += 1;
        response.end(`good ${v4}`);
      },
    );
    server = own;
    await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
    const { port } = own.address() as AddressInfo; // a listening TCP server has an address of that kind
    const { answers, requests } = await publish(
      dyndnsEngine({ baseUrl: `https://localhost:${port}` }),
      group(["home.example.no"]),
    );
    return { answer: answers[0], requests, asked };
  };

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "publish-tls-"));
    writeFileSync(join(dir, "ca.cnf"), authority);
    writeFileSync(join(dir, "index"), "");
    writeFileSync(join(dir, "serial"), "01\n");
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl(
      "req",
      "-x509",
      ...key,
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
      "-days",
      "9999",
      "-subj",
      "/CN=own authority",
    );
    openssl("req", ...key, "-keyout", "server.key", "-out", "request.pem", "-subj", "/CN=localhost");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    server?.closeAllConnections();
    server?.close();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it("because it is not valid yet makes the clock the reason", async () => {
    const { answer, requests, asked } = await publishThrough("20700101000000Z", "20990101000000Z");
    expect(answer).toMatchObject({ result: "tls", consequence: "wait-for-clock" });
    expect(answer?.reason).toMatch(/^this machine's clock is wrong/);
    expect(requests).toMatchObject([{ operation: "dns.updateDyndns", status: "tls" }]);
    expect(asked).toBe(0);
  });

  it("because nobody known signed it gets no credential, whatever the environment says", async () => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { answer, asked } = await publishThrough("20200101000000Z", "20990101000000Z");
    expect(answer).toMatchObject({ result: "tls", consequence: "back-off-account" });
    expect(answer?.reason).toMatch(/^no secure connection to the server \(.*\); retrying later$/);
    expect(asked).toBe(0);
  });
});
