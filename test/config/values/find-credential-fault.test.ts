import { describe, expect, it } from "vitest";
import { findCredentialDoubt, findCredentialFault } from "../../../src/config/values/find-credential-fault.ts";

const key = `flux_live_${"0f".repeat(32)}`;

describe("an API key", () => {
  it.each([
    [`"${key}"`, "quotes"],
    [`'${key}'`, "quotes"],
    [`\u201c${key}\u201d`, "quotes"],
    [`${key}"`, "quotes"],
    [`GIGAHOST_API_KEY=${key}`, "NAME="],
    [`export GIGAHOST_API_KEY="${key}"`, "NAME="],
    [`api_key: ${key}`, "NAME="],
    [`gigahost_token = ${key}`, "NAME="],
    [`Bearer ${key}`, "scheme"],
    [`Authorization: Bearer ${key}`, "scheme"],
    [`${key} `, "space"],
    [`${key.slice(0, 20)} ${key.slice(20)}`, "in one piece"],
    [`${key}\n# from the control panel`, "line break"],
    [`${key}\t`, "space"],
    [`\u00a0${key}`, "space"],
    [`${key}æ`, "character"],
  ])("can't be %j", (value, words) => {
    const fault = findCredentialFault("API key", value);
    expect(fault).toContain(words);
    expect(fault).not.toContain("flux");
  });

  it.each([key, "k1", "abcd==", "a=b"])("can be %j", (value) => {
    expect(findCredentialFault("API key", value)).toBeNull();
  });

  it("is doubted where it doesn't begin as Gigahost's do", () => {
    expect(findCredentialDoubt("API key", key)).toBeNull();
    expect(findCredentialDoubt("API key", "k1")).toContain("flux_live_");
  });
});

describe("a user name", () => {
  it.each([
    '"ola@example.no"',
    "GIGAHOST_USERNAME=ola@example.no",
    "username: ola",
    "ola nordmann",
    "ola@example.no ",
    "o:la",
  ])("can't be %j", (value) => expect(findCredentialFault("user name", value)).not.toBeNull());

  it.each(["ola@example.no", "ola+dns@example.no", "blåbær@example.no", "keyuser"])("can be %j", (value) => {
    expect(findCredentialFault("user name", value)).toBeNull();
  });
});

describe("a password", () => {
  it("may be almost anything, but no line of an environment file", () => {
    for (const value of ["correct horse battery", '"', "a:b=c", "pässord", "key=1"]) {
      expect(findCredentialFault("password", value)).toBeNull();
    }
    expect(findCredentialFault("password", "GIGAHOST_PASSWORD=secret")).toContain("NAME=");
    expect(findCredentialFault("password", "export GIGAHOST_PASSWORD=secret")).toContain("NAME=");
  });

  it("is doubted with quotes or spaces around it", () => {
    expect(findCredentialDoubt("password", '"secret"')).toContain("quotes");
    expect(findCredentialDoubt("password", " secret")).toContain("space");
    for (const value of ["secret", "se cret", '"secret', "''"])
      expect(findCredentialDoubt("password", value)).toBeNull();
  });
});
