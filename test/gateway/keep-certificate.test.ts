import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type PeerCertificate } from "node:tls";
import { expect, it, onTestFinished } from "vitest";
import { keepCertificate } from "../../src/gateway/keep-certificate.ts";
import { type Clock, systemClock } from "../../src/platform/clock.ts";
import { makeCertificate } from "../network/make-certificate.ts";

const patient = { timeout: 60_000 };

/** A server with a certificate of its own; asked for what it shows, it looks at its files again. */
async function serve() {
  const dir = mkdtempSync(join(tmpdir(), "certificate-"));
  const stop = new AbortController();
  const files = { certFile: join(dir, "cert.pem"), keyFile: join(dir, "key.pem") };
  const makeNew = (name: string) => {
    mkdirSync(join(dir, name));
    copyFileSync(makeCertificate(join(dir, name), [name]), files.certFile);
    copyFileSync(join(dir, name, "key.pem"), files.keyFile);
  };
  makeNew("first.example.no");
  let wake = () => {};
  let aheadMs = 0;
  const clock: Clock = {
    ...systemClock,
    wallMs: () => systemClock.wallMs() + aheadMs,
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        wake = resolve;
        signal?.addEventListener("abort", () => resolve());
      }),
  };
  let problem: string | null = null;
  const server = await keepCertificate(files, {
    ...{ limits: {}, visit: (_request, response) => void response.end(), clock, signal: stop.signal },
    onProblem: (found) => {
      problem = found;
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    stop.abort();
    server.close();
    rmSync(dir, { recursive: true });
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has an address of that kind
  // It may be about to go to sleep: asking again wakes it.
  const problemSeen = () => {
    wake();
    return problem;
  };
  const shownNext = () => {
    wake();
    return shownAt(port);
  };
  const jumpTo = (wallMs: number) => {
    aheadMs = wallMs - systemClock.wallMs();
  };
  return { ...files, makeNew, jumpTo, problem: problemSeen, shown: shownNext };
}

async function shownAt(port: number): Promise<string | undefined> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }); // a certificate of this test's own
  await once(socket, "secureConnect");
  const { subjectaltname }: PeerCertificate = socket.getPeerCertificate();
  socket.destroy();
  return subjectaltname;
}

it("shows a renewed certificate to whoever connects next", async () => {
  const { makeNew, shown, problem } = await serve();
  expect(await shown()).toBe("DNS:first.example.no");
  makeNew("second.example.no");
  await expect.poll(shown, patient).toBe("DNS:second.example.no");
  expect(problem()).toBeNull();
});

it("says on which day it ends, once that is near, and that it has ended", async () => {
  const { certFile, jumpTo, problem, shown } = await serve();
  expect(problem()).toBeNull();
  const endMs = Date.parse(new X509Certificate(readFileSync(certFile)).validTo);
  const day = new Date(endMs).toISOString().slice(0, 10);
  jumpTo(endMs - 3_600_000);
  const advice = `renew ${certFile}; the new one is used within seconds.`;
  await expect.poll(problem, patient).toBe(`The gateway's certificate expires on ${day}: ${advice}`);
  jumpTo(endMs);
  await expect
    .poll(problem, patient)
    .toBe(`The gateway's certificate expired on ${day}, so devices that check it can't connect: ${advice}`);
  expect(await shown()).toBe("DNS:first.example.no");
  jumpTo(Date.now());
  await expect.poll(problem, patient).toBeNull();
});

it("keeps the one of before where the files are of no use, and says in words why", async () => {
  const { certFile, keyFile, makeNew, shown, problem } = await serve();
  const good = readFileSync(certFile);
  writeFileSync(certFile, "junk");
  await expect
    .poll(problem, patient)
    .toBe(
      `The gateway's certificate can't be used (one of its files is not a certificate or key in PEM): check ${certFile} and ${keyFile}.`,
    );
  expect(await shown()).toBe("DNS:first.example.no");
  makeNew("second.example.no");
  writeFileSync(certFile, good);
  await expect.poll(problem, patient).toContain("(the key belongs to another certificate)");
  for (const file of [certFile, keyFile]) {
    makeNew(`before-${file === certFile ? "certificate" : "key"}.example.no`);
    await expect.poll(problem, patient).toBeNull();
    writeFileSync(file, "");
    await expect.poll(problem, patient).toContain("not a certificate or key in PEM");
    expect(await shown()).toMatch(/^DNS:before-/);
  }
  rmSync(keyFile);
  await expect.poll(problem, patient).toContain("(no such file or directory)");
  makeNew("third.example.no");
  await expect.poll(problem, patient).toBeNull();
  expect(await shown()).toBe("DNS:third.example.no");
});
