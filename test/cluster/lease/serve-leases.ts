import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LeaseObject } from "../../../src/cluster/lease/lease.ts";

/** A cluster's API as far as Leases go, over TLS with an authority of its own, and what a pod finds of it. */
export interface ApiServer {
  /** A pod's directory of its service account. */
  readonly accountDir: string;
  /** A pod's environment. */
  readonly environment: Readonly<Record<string, string>>;
  lease: LeaseObject | null;
  /** `GET`, `POST`, `PUT`, in their order. */
  readonly methods: string[];
  /** What it answers with instead of doing anything; null: nothing is wrong. */
  fault: number | "silence" | null;
  /** The token it takes; the pod's file has the first one. */
  token: string;
}

/** With one Lease that may be made, until `stop`. */
export async function serveLeases(leaseName: string): Promise<{ readonly api: ApiServer; stop(): void }> {
  const dir = mkdtempSync(join(tmpdir(), "service-account-"));
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
  const names = ["-subj", "/CN=a cluster", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", "-x509", ...key, "-out", "ca.crt", "-days", "2", ...names], {
    cwd: dir,
    stdio: "pipe",
  });
  writeFileSync(join(dir, "namespace"), "home\n");
  writeFileSync(join(dir, "token"), "first\n");
  const api: ApiServer = {
    accountDir: dir,
    environment: { KUBERNETES_SERVICE_HOST: "127.0.0.1", KUBERNETES_SERVICE_PORT: "0" },
    lease: null,
    methods: [],
    fault: null,
    token: "first",
  };
  const server = serve(api, dir, leaseName);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  Object.assign(api.environment, { KUBERNETES_SERVICE_PORT: String(port) });
  const stop = () => {
    server.close();
    server.closeAllConnections();
    rmSync(dir, { recursive: true });
  };
  return { api, stop };
}

const path = "/apis/coordination.k8s.io/v1/namespaces/home/leases";

function serve(api: ApiServer, dir: string, leaseName: string): Server {
  let version = 0;
  const options = { key: readFileSync(join(dir, "key.pem")), cert: readFileSync(join(dir, "ca.crt")) };
  return createServer(options, async (request, response) => {
    api.methods.push(request.method ?? "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (api.fault === "silence") return;
    if (api.fault !== null) return answer(api.fault, { kind: "Status" });
    if (request.headers.authorization !== `Bearer ${api.token}`) return answer(401, { kind: "Status" });
    const write = (status: number) => {
      const object = JSON.parse(Buffer.concat(chunks).toString()) as LeaseObject; // what the client wrote
      version += 1;
      api.lease = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
      answer(status, api.lease);
    };
    const route = `${request.method} ${request.url}`;
    if (route === `POST ${path}`) return api.lease ? answer(409, {}) : write(201);
    if (route === `GET ${path}/${leaseName}`) return api.lease ? answer(200, api.lease) : answer(404, {});
    if (route !== `PUT ${path}/${leaseName}`) return answer(404, {});
    const given = JSON.parse(Buffer.concat(chunks).toString()) as LeaseObject; // as above
    if (given.metadata?.resourceVersion !== api.lease?.metadata?.resourceVersion) return answer(409, {});
    write(200);
  });
}
