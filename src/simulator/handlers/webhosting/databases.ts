import { done, refuse, reply, type SimulatedAnswer } from "../../answer.ts";
import { type Call, type Handlers, textField } from "../../call.ts";
import type { Hosting } from "../../store/hostings.ts";
import { withHosting } from "./with-hosting.ts";

/** Databases, FTP users and subdomains: lists of names, some with passwords. */
export const databaseHandlers: Handlers = {
  "GET /webhosting/{id}/databases": withHosting((_call, { databases }) =>
    reply({ databases: [...databases.values()] }),
  ),
  "POST /webhosting/{id}/databases": withHosting(createDatabase),
  "PUT /webhosting/{id}/databases/{dbname}/password": withHosting(changeDatabasePassword),
  "DELETE /webhosting/{id}/databases/{dbname}": withHosting(deleteDatabase),
  "GET /webhosting/{id}/ftp": withHosting((_call, { ftp }) => reply({ ftp: [...ftp.values()] })),
  "POST /webhosting/{id}/ftp": withHosting(createFtpUser),
  "PUT /webhosting/{id}/ftp/{ftp_user}/password": withHosting(changeFtpPassword),
  "DELETE /webhosting/{id}/ftp/{ftp_user}": withHosting(deleteFtpUser),
  "POST /webhosting/{id}/subdomain": withHosting(createSubdomain),
  "DELETE /webhosting/{id}/subdomain/{name}": withHosting(deleteSubdomain),
};

function createDatabase(call: Call, { databases, username }: Hosting): SimulatedAnswer {
  const given = textField(call, "name") ?? "";
  if (!/^\w+$/u.test(given) || !textField(call, "password")) return refuse(400, "Name and password are required.");
  const name = given.startsWith(`${username}_`) ? given : `${username}_${given}`;
  if (databases.has(name)) return refuse(400, "Database already exists.");
  databases.set(name, { name, user: name, size: 0 });
  return done("Database created.", 201);
}

function changeDatabasePassword(call: Call, { databases }: Hosting): SimulatedAnswer {
  if (!databases.has(call.path.dbname ?? "")) return refuse(404, "Database not found.");
  return textField(call, "password") ? done("Password changed.") : refuse(400, "Password is required.");
}

function deleteDatabase(call: Call, { databases }: Hosting): SimulatedAnswer {
  return databases.delete(call.path.dbname ?? "") ? done("Database deleted.") : refuse(404, "Database not found.");
}

function createFtpUser(call: Call, { ftp }: Hosting): SimulatedAnswer {
  const username = textField(call, "username");
  if (!username || !textField(call, "password")) return refuse(400, "Username and password are required.");
  if (ftp.has(username)) return refuse(400, "FTP account already exists.");
  ftp.set(username, { username, path: textField(call, "path") ?? "" });
  return done("FTP account created.", 201);
}

function changeFtpPassword(call: Call, { ftp }: Hosting): SimulatedAnswer {
  if (!ftp.has(call.path.ftp_user ?? "")) return refuse(404, "FTP account not found.");
  return textField(call, "password") ? done("Password changed.") : refuse(400, "Password is required.");
}

function deleteFtpUser(call: Call, { ftp }: Hosting): SimulatedAnswer {
  return ftp.delete(call.path.ftp_user ?? "") ? done("FTP account deleted.") : refuse(404, "FTP account not found.");
}

function createSubdomain(call: Call, { subdomains }: Hosting): SimulatedAnswer {
  const name = (textField(call, "subdomain") ?? "").toLowerCase();
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u.test(name)) return refuse(400, "Invalid subdomain.");
  if (subdomains.has(name)) return refuse(400, "Subdomain already exists.");
  subdomains.add(name);
  return done("Subdomain created.", 201);
}

function deleteSubdomain(call: Call, { subdomains }: Hosting): SimulatedAnswer {
  return subdomains.delete(call.path.name ?? "") ? done("Subdomain deleted.") : refuse(404, "Subdomain not found.");
}
