import { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerOptions, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { createSecureContext } from "node:tls";
import type { Fallible } from "../model/fallible.ts";
import { isoTime } from "../model/time/iso-time.ts";
import { dayMs } from "../model/time/units.ts";
import type { Clock } from "../platform/clock.ts";
import { codeOf, systemError } from "../platform/error-code.ts";
import { describeFileError } from "../platform/files/file-error.ts";
import { readHandedOver } from "../platform/files/read-handed-over.ts";
import { adviseOwning } from "../platform/program/advise-rights.ts";

export interface CertificateOptions {
  readonly limits: ServerOptions;
  readonly visit: (request: IncomingMessage, response: ServerResponse) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once with what is wrong with the files, in plain words, and with null once they are good. */
  readonly onProblem: (problem: string | null) => void;
}

interface Files {
  readonly certFile: string;
  readonly keyFile: string;
}

/** They are two small files, and somebody who renews a certificate by hand soon checks whether it is in use. */
const lookEveryMs = 5_000;
const maxFileBytes = 256 * 1024;

/** An HTTPS server whose certificate follows its files; if they can't be read, or don't match, the previous one is kept. */
export async function keepCertificate(files: Files, options: CertificateOptions): Promise<Server> {
  const { limits, visit, clock, signal, onProblem } = options;
  const server = createServer(limits, visit);
  let inUse = "";
  const look = async () => {
    const read = await readFiles(files);
    onProblem(!read.ok ? read.reason : findExpiry(read.cert, files.certFile, clock.wallMs()));
    if (!read.ok || read.cert + read.key === inUse) return;
    inUse = read.cert + read.key;
    server.setSecureContext({ cert: read.cert, key: read.key });
  };
  const keepLooking = async () => {
    for (;;) {
      await clock.sleep(lookEveryMs, signal);
      if (signal.aborted) return;
      await look();
    }
  };
  await look();
  void keepLooking();
  return server;
}

async function readFiles({
  certFile,
  keyFile,
}: Files): Promise<Fallible<{ readonly cert: string; readonly key: string }>> {
  try {
    const [cert, key] = await Promise.all([read(certFile), read(keyFile)]);
    createSecureContext({ cert, key });
    return { ok: true, cert, key };
  } catch (error) {
    const advice =
      codeOf(error) === "EACCES" ? `${adviseOwning(keyFile)}, the certificate too` : `check ${certFile} and ${keyFile}`;
    return { ok: false, reason: `The gateway's certificate can't be used (${explain(error)}): ${advice}.` };
  }
}

/** Whoever renews by a timer does it long before; of one that lasts days only, a fifth is left then. */
const expiresSoonMs = 7 * dayMs;

/** That a certificate has expired, or soon will, with the day and not how long until then: it is reported once. */
function findExpiry(pem: string, file: string, nowMs: number): string | null {
  const { validFrom, validTo } = new X509Certificate(pem);
  const [fromMs, toMs] = [Date.parse(validFrom), Date.parse(validTo)];
  const on = `on ${isoTime(toMs).slice(0, 10)}`;
  const advice = `renew ${file}; the new one is used within seconds`;
  if (nowMs >= toMs)
    return `The gateway's certificate expired ${on}, so devices that check it can't connect: ${advice}.`;
  const soonMs = Math.min(expiresSoonMs, (toMs - fromMs) / 5);
  return toMs - nowMs < soonMs ? `The gateway's certificate expires ${on}: ${advice}.` : null;
}

/** OpenSSL's codes, `ERR_OSSL_…`, say little to people. */
function explain(error: unknown): string {
  const code = codeOf(error) ?? "";
  if (code === "ERR_OSSL_X509_KEY_VALUES_MISMATCH") return "the key belongs to another certificate";
  return code.startsWith("ERR_OSSL") ? "one of its files is not a certificate or key in PEM" : describeFileError(error);
}

async function read(file: string): Promise<string> {
  const text = Buffer.from((await readHandedOver(file, maxFileBytes)).bytes).toString("utf8");
  // Half of what is being written; Node takes it for none given, and would serve without.
  if (text === "") throw systemError("ERR_OSSL_PEM_NO_START_LINE", file);
  return text;
}
