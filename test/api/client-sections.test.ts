import { describe, expect, it, vi } from "vitest";
import { type SectionName, sections, variants } from "../../src/api/operations/index.ts";
import { operationNames } from "../../src/api/operations/operation-names.ts";
import { Gigahost } from "../../src/index.ts";

const gigahost = new Gigahost({ apiKey: "key" });

describe("the sections of a client", () => {
  it("have the names of the table, before any is loaded", async () => {
    const loaded = await Promise.all(
      Object.entries(sections).map(async ([section, load]) => {
        const name = section as SectionName; // entries forget whose they are
        const more = name === "dns" ? Object.keys(await variants.dns()) : [];
        return [name, [...Object.keys(await load()), ...more]] as const;
      }),
    );
    const missing = loaded.flatMap(([name, operations]) =>
      operations.filter((each) => !operationNames[name].includes(each)).map((each) => `${name}.${each}`),
    );
    expect(missing, "src/api/operations/operation-names.ts lacks these").toEqual([]);
    expect(operationNames, "in the order of the table").toEqual(Object.fromEntries(loaded));
  });

  it("are objects like any other: their keys are there, and they can be written out", () => {
    expect(Object.keys(gigahost.dns)).toContain("listZones");
    expect(Object.keys(gigahost.webhosting)).toEqual(expect.arrayContaining(["list", "files"]));
    expect(Object.keys(gigahost.webhosting.files)).toContain("upload");
    expect(`${gigahost.dns}`).toBe("[object Object]");
    expect(JSON.parse(JSON.stringify(gigahost))).toMatchObject({ dns: {}, webhosting: { files: {} } });
    expect("then" in gigahost.dns).toBe(false);
  });

  it("show no credential when they are written out", () => {
    const written = JSON.stringify(new Gigahost({ username: "ola@example.no", password: "correct horse" }));
    expect(written).not.toMatch(/correct|horse|ola/);
  });

  it("can be stubbed, operation by operation", async () => {
    const spy = vi.spyOn(gigahost.dns, "listZones").mockReturnValue(Promise.resolve([]) as never); // stands for a call
    await expect(gigahost.dns.listZones()).resolves.toEqual([]);
    spy.mockRestore();
    expect(Object.getOwnPropertyDescriptor(gigahost.dns, "listZones")).toMatchObject({
      ...{ configurable: true, writable: true, enumerable: true },
    });
  });
});
