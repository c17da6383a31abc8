import { isoTime } from "../../../model/time/iso-time.ts";
import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import type { Hosting } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

/** The certificate and the backups of the whole site. */
export const siteHandlers: Handlers = {
  "GET /webhosting/{id}/ssl": withHosting(showCertificate),
  "POST /webhosting/{id}/ssl": withHosting(requestCertificate),
  "DELETE /webhosting/{id}/ssl": withHosting(removeCertificate),
  "GET /webhosting/{id}/backups": withHosting(listBackups),
  "POST /webhosting/{id}/backups": withHosting(backUpOrRestore),
  "DELETE /webhosting/{id}/backups": withHosting(deleteBackup),
};

/** Without a certificate, an empty array. */
function showCertificate(_call: Call, { ssl, domain }: Hosting): SimulatedAnswer {
  const hostnames = [domain, `www.${domain}`, `mail.${domain}`];
  return reply({ enabled: ssl !== null, certificate: ssl ?? [], hostnames });
}

function requestCertificate(call: Call, hosting: Hosting): SimulatedAnswer {
  const hostnames = Array.isArray(call.body.hostnames) ? call.body.hostnames.map(String) : [];
  const keysize = textField(call, "keysize") ?? "secp384r1";
  if (!["secp384r1", "secp256r1", "rsa_4096"].includes(keysize)) return refuse(400, "Key size is not valid.");
  const isOwn = (name: string) => name === hosting.domain || name.endsWith(`.${hosting.domain}`);
  if (hostnames.length === 0 || !hostnames.every(isOwn)) return refuse(400, "Hostnames are not valid.");
  hosting.ssl = { hostnames, keysize };
  return done("Certificate has been requested.");
}

function removeCertificate(_call: Call, hosting: Hosting): SimulatedAnswer {
  hosting.ssl = null;
  return done("Certificate has been removed.");
}

function listBackups(_call: Call, { backups }: Hosting): SimulatedAnswer {
  return reply({ backups: [...backups].map((filename) => ({ filename, size: "1048576" })) });
}

/** One route for both. */
function backUpOrRestore(call: Call, { backups }: Hosting): SimulatedAnswer {
  const action = textField(call, "action");
  if (action === "restore") {
    return backups.has(textField(call, "filename") ?? "") ? done("Restore started.") : refuse(404, "Backup not found.");
  }
  if (action !== "backup") return refuse(400, "Action is not valid.");
  backups.add(`backup-${isoTime(call.clock.wallMs()).slice(0, 10)}-${backups.size}.tar.gz`);
  return done("Backup started.");
}

/** The DELETE has the name in its body. */
function deleteBackup(call: Call, { backups }: Hosting): SimulatedAnswer {
  return backups.delete(textField(call, "filename") ?? "") ? done("Backup deleted.") : refuse(404, "Backup not found.");
}
