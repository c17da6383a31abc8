import { randomBytes } from "node:crypto";
import { isoTime } from "../../../model/time/iso-time.ts";
import { binary, done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handler, type Handlers, textField } from "../../call.ts";
import { createInstallation, type Hosting, type Installation } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

export const applicationHandlers: Handlers = {
  "GET /webhosting/{id}/installations": withHosting(listInstallations),
  "GET /webhosting/{id}/apps/available": withHosting(() => reply({ apps: available })),
  "POST /webhosting/{id}/install": withHosting(install),
  "POST /webhosting/{id}/install/{installId}/update": withInstallation(update),
  "DELETE /webhosting/{id}/install/{installId}": withInstallation(uninstall),
  "GET /webhosting/{id}/install/{installId}/backups": withInstallation(listBackups),
  "GET /webhosting/{id}/install/{installId}/backuplocations": withInstallation(() => reply({ locations: [] })),
  "POST /webhosting/{id}/install/{installId}/backups": withInstallation(backUpOrRestore),
  "DELETE /webhosting/{id}/install/{installId}/backups": withInstallation(deleteBackup),
  "GET /webhosting/{id}/install/{installId}/backups/{backupId}/download": withInstallation(downloadBackup),
};

const available = [
  { id: "wordpress", name: "WordPress", version: "6.5" },
  { id: "drupal", name: "Drupal", version: "10.2" },
];

type InstallationHandler = (call: Call, installation: Installation, hosting: Hosting) => SimulatedAnswer;

function withInstallation(handle: InstallationHandler): Handler {
  return withHosting((call, hosting) => {
    const installation = hosting.installations.get(call.path.installId ?? "");
    return installation ? handle(call, installation, hosting) : refuse(404, "Installation not found.");
  });
}

function listInstallations(_call: Call, { installations }: Hosting): SimulatedAnswer {
  return reply({ installations: [...installations.values()].map(({ backups: _, ...shown }) => shown) });
}

/** The answer contains the administrator's login. */
function install(call: Call, { installations, domain }: Hosting): SimulatedAnswer {
  const app = textField(call, "app") ?? "";
  if (!available.some(({ id }) => id === app)) return refuse(400, "Application is not valid.");
  const id = `${app.slice(0, 2)}${installations.size + 1}`;
  const installation = createInstallation(id, textField(call, "domain") ?? domain, app, textField(call, "path") ?? "/");
  installations.set(id, installation);
  const admin_username = textField(call, "admin_username") ?? "admin";
  const admin_password = textField(call, "admin_password") ?? randomBytes(12).toString("base64url");
  const data = { id, url: `https://${installation.domain}${installation.path}`, admin_username, admin_password };
  return reply(data, { status: 201, message: "Application installed." });
}

function update(_call: Call, installation: Installation): SimulatedAnswer {
  installation.version = available.find(({ id }) => id === installation.app)?.version ?? installation.version;
  return done("Application updated.");
}

function uninstall(_call: Call, { id }: Installation, { installations }: Hosting): SimulatedAnswer {
  installations.delete(id);
  return done("Application removed.");
}

function listBackups(_call: Call, { backups, version }: Installation): SimulatedAnswer {
  return reply({ backups: [...backups.values()].map((backup) => ({ ...backup, version, type: "full" })) });
}

/** One route for both. */
function backUpOrRestore(call: Call, { backups }: Installation): SimulatedAnswer {
  const action = textField(call, "action");
  if (action === "restore") {
    return backups.has(textField(call, "backup") ?? "") ? done("Backup restored.") : refuse(404, "Backup not found.");
  }
  if (action !== "backup") return refuse(400, "Action is not valid.");
  if (textField(call, "location") === "new" && typeof call.body.ftp !== "object")
    return refuse(400, "ftp is required.");
  const id = `b${backups.size + 1}`;
  const date = isoTime(call.clock.wallMs()).slice(0, 19).replace("T", " ");
  backups.set(id, { id, date, size: 2048 });
  return done("Backup started.");
}

/** The DELETE has the id in its body. */
function deleteBackup(call: Call, { backups }: Installation): SimulatedAnswer {
  const gone = backups.delete(textField(call, "backup") ?? "");
  return gone ? done("Backup deleted.") : refuse(404, "Backup not found.");
}

function downloadBackup(call: Call, { id, backups }: Installation): SimulatedAnswer {
  const backup = backups.get(call.path.backupId ?? "");
  if (!backup) return refuse(404, "Backup not found.");
  return binary(Buffer.alloc(backup.size, `${id} ${backup.id} `), `${id}-${backup.id}.tar.gz`);
}
