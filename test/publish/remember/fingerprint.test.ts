import { describe, expect, it } from "vitest";
import { fingerprintCredential, fingerprintName } from "../../../src/publish/remember/fingerprint.ts";
import { wanted } from "../facts.ts";

const url = "https://api.gigahost.no/api/v0";
const key = { kind: "api-key", apiKey: "flux_live_0123" } as const;
const login = { kind: "password", username: "ola@example.no", password: "hunter2" } as const;

describe("the fingerprint of a credential", () => {
  it.each([
    ["an API key", key, { ...key, apiKey: "flux_live_4567" }],
    ["a password", login, { ...login, password: "hunter3" }],
    ["a user name", login, { ...login, username: "kari@example.no" }],
  ])("is the same for the same, and another for another one of %s", (_what, one, another) => {
    const fingerprint = fingerprintCredential(one, url, "salt");
    expect(fingerprintCredential({ ...one }, url, "salt")).toBe(fingerprint);
    expect(fingerprintCredential(another, url, "salt")).not.toBe(fingerprint);
    expect(fingerprintCredential(one, url, "pepper")).not.toBe(fingerprint);
    expect(fingerprintCredential(one, "http://127.0.0.1:1", "salt")).not.toBe(fingerprint);
  });

  it("does not show the secret", () => {
    expect(fingerprintCredential(key, url, "salt")).toMatch(/^hmac:[0-9a-f]{64}$/);
    expect(fingerprintCredential(login, url, "salt")).toMatch(/^scrypt:[0-9a-f]{64}$/);
  });

  it("tells user name and password apart wherever the line between them is", () => {
    const moved = { ...login, username: 'ola@example.no","h', password: "unter2" };
    expect(fingerprintCredential(moved, url, "salt")).not.toBe(fingerprintCredential(login, url, "salt"));
  });
});

describe("the fingerprint of a hostname's settings", () => {
  const name = wanted("home.example.no");
  const fingerprint = fingerprintName(name, "auto", "credential");

  it("is short, and the same for the same settings", () => {
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprintName({ ...name }, "auto", "credential")).toBe(fingerprint);
  });

  it.each([
    ["hostname", { ...name, hostname: "x.example.no" }, "auto", "credential"],
    ["uplink", { ...name, uplink: "lte" }, "auto", "credential"],
    ["families", { ...name, families: ["ipv4"] as const }, "auto", "credential"],
    ["suffix", { ...name, suffix: { suffix: "::1", prefixLength: 64 } }, "auto", "credential"],
    ["engine", name, "dyndns", "credential"],
    ["credential", name, "auto", null],
  ] as const)("is another one with another %s", (_what, changed, engine, credential) => {
    expect(fingerprintName(changed, engine, credential)).not.toBe(fingerprint);
  });
});
