import { describe, expect, it } from "vitest";
import { runWords } from "./run-words.ts";

describe("a suggestion", () => {
  it.each([
    ["api apikeys list", "no section apikeys, did you mean account.apikeys?"],
    ["api list apikeys", "no section apikeys, did you mean account.apikeys?"],
    ["api filse list", "no section filse, did you mean webhosting.files?"],
    ["api deploy order", "no operation order in deploy, did you mean order-servers?"],
    ["api dns list-zone", "did you mean list-zones?"],
    ["deploy order", "unknown command 'deploy'\n(Did you mean api deploy order-servers?)"],
    ["dns list-zones", "(Did you mean api dns list-zones?)"],
    ["webhosting.files", "(Did you mean api webhosting.files?)"],
    ["zon", "(Did you mean zone?)"],
  ])("is made for %s", async (words, suggestion) => {
    const { exitCode, stderr } = await runWords(null, words.split(" "));
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(suggestion)]);
  });

  it("is made for programs, too", async () => {
    const { stderr } = await runWords(null, ["deploy", "order", "-o", "json"]);
    expect(JSON.parse(stderr).error).toBe("unknown command 'deploy', did you mean api deploy order-servers?");
  });
});

describe("help", () => {
  it.each([
    ["help zone", "Usage: gigahost-ddns zone "],
    ["help zone list", "Usage: gigahost-ddns zone list "],
    ["help record set", "Usage: gigahost-ddns record set "],
    ["help once", "Usage: gigahost-ddns once "],
    ["help api", "Usage: gigahost-ddns api SECTION OPERATION"],
    ["help api dns", "Usage: gigahost-ddns api dns OPERATION"],
    ["help api dns list-records", "Usage: gigahost-ddns api dns list-records "],
    ["help api GET /dns/zones", "Usage: gigahost-ddns api METHOD /path"],
    ["help", "Usage: gigahost-ddns "],
  ])("is the same before the command as after it: %s", async (words, usage) => {
    const { exitCode, stdout } = await runWords(null, words.split(" "));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(usage)]);
  });

  it.each([
    ["help nothing", "error: unknown command 'nothing'\n"],
    ["zonne --help", "error: unknown command 'zonne'\n(Did you mean zone?)"],
    ["help deploy order", "(Did you mean api deploy order-servers?)"],
  ])("is an error for what isn't there: %s", async (words, said) => {
    const { exitCode, stdout, stderr } = await runWords(null, words.split(" "));
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(said)]);
  });
});
