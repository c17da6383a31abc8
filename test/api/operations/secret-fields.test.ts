import type { GenericSchema } from "valibot";
import { describe, expect, it } from "vitest";
import { everyOperation } from "./every-operation.ts";

const operations = await everyOperation();

const soundsSecret = /pass(word|wd)?$|secret|token|_auth_info|auth_code|serverkey|api_key|^code$|hash|^current$|^new$/i;

/** They sound like secrets and are none. */
const harmless = new Set([
  "POST /deploy/servers hash", // of a product
  "GET /deploy/servers product_hash",
  "GET /servers/{id}/isos iso_hash", // of a file
  "POST /authenticate token_expire",
]);

describe("secrets", () => {
  it("are marked among the parameters", () => {
    for (const { entry, route } of operations) {
      for (const [name, parameter] of Object.entries(entry.parameters)) {
        if (!soundsSecret.test(name) || harmless.has(`${route} ${name}`)) continue;
        expect(parameter.secret, `${route} ${name}`).toBe(true);
      }
    }
  });

  it("are marked where an object holds one", () => {
    const backup = operations.find(({ route }) => route === "POST /webhosting/{id}/install/{installId}/backups");
    expect(backup?.entry.parameters.ftp?.secret).toBe(true);
  });

  it("are marked among the fields of answers, at any depth", () => {
    for (const { entry, route } of operations) {
      for (const name of fieldsOf(entry.answer.schema)) {
        if (!soundsSecret.test(name) || harmless.has(`${route} ${name}`)) continue;
        expect(entry.secrets, `${route} ${name}`).toContain(name);
      }
    }
  });

  it("are known where a live answer holds them and the document doesn't show it", () => {
    const secretsOf = (wanted: string) => operations.find(({ route }) => route === wanted)?.entry.secrets;
    expect(secretsOf("POST /authenticate")).toEqual(["token", "ga_secret"]);
    expect(secretsOf("GET /dns/zones")).toContain("domain_auth_info");
    expect(secretsOf("GET /servers/{id}")).toEqual(expect.arrayContaining(["root_password", "kvm_password"]));
    expect(secretsOf("POST /webhosting/{id}/install")).toContain("admin_password");
    expect(secretsOf("POST /servers/{id}/reinstall")).toContain("root_passwd");
  });
});

/** Names of all fields that an answer's schema knows. */
function fieldsOf(schema: GenericSchema): readonly string[] {
  // Wrappers, arrays and objects are all that the answers are made of; each holds its inner schemas in one of these.
  const parts = schema as { wrapped?: GenericSchema; item?: GenericSchema; entries?: Record<string, GenericSchema> };
  if (parts.wrapped) return fieldsOf(parts.wrapped);
  if (parts.item) return fieldsOf(parts.item);
  return Object.entries(parts.entries ?? {}).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]);
}
