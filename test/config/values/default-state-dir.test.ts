import { expect, it } from "vitest";
import { loadConfig } from "../../../src/config/load-config.ts";
import { defaultStateDir } from "../../../src/config/values/default-state-dir.ts";

it.each([
  [null, {}, "/var/lib/gigahost-ddns"],
  ["/etc/gigahost-ddns/config.yaml", {}, "/var/lib/gigahost-ddns"],
  ["/etc/gigahost-ddns/../gigahost-ddns/cabin.yaml", {}, "/var/lib/gigahost-ddns-cabin"],
  ["/home/ola/cabin.yaml", {}, "/var/lib/gigahost-ddns"],
  ["/etc/gigahost-ddns/cabin.yaml", { STATE_DIRECTORY: "/run/a:/run/b" }, "/run/a"],
  [null, { STATE_DIRECTORY: "" }, "/var/lib/gigahost-ddns"],
])("the state of %j with %j lies in %s", (file, environment, expected) => {
  expect(defaultStateDir(file, environment)).toBe(expected);
});

it("systemd's $STATE_DIRECTORY counts where nothing else is said", async () => {
  const environment = { HOME: "/nonexistent", STATE_DIRECTORY: "/var/lib/gigahost-ddns-cabin" };
  const stateDir = async (more: object) =>
    (await loadConfig({ environment: { ...environment, ...more }, purpose: "observe" })).stateDir;
  expect(await stateDir({})).toBe("/var/lib/gigahost-ddns-cabin");
  expect(await stateDir({ GIGAHOST_DDNS_STATE_DIR: "/data" })).toBe("/data");
});
