import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";

/** Makes a certificate for these names and addresses that is its own authority, for NODE_EXTRA_CA_CERTS; gives its file. The key lies beside it, as `key.pem`. */
export function makeCertificate(folder: string, names: readonly string[]): string {
  const certificate = join(folder, "certificate.pem");
  if (existsSync(certificate)) return certificate;
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
  const alternatives = `subjectAltName=${names.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`).join(",")}`;
  const subject = ["-subj", "/CN=a private authority", "-addext", alternatives];
  execFileSync("openssl", ["req", "-x509", ...key, "-out", certificate, "-days", "2", ...subject], {
    cwd: folder,
    stdio: "pipe",
  });
  return certificate;
}
