import { describe, expect, it } from "vitest";
import { describeForSystemd } from "../../../src/daemon/tell/describe-for-systemd.ts";
import { sampleStatus } from "../../status/start-test-server.ts";

const problems = ["The account is on hold: the server refuses the API key.", "Another thing."];

describe("the line for systemd", () => {
  it("says how many hostnames are confirmed, and where one of them points", () => {
    expect(describeForSystemd(sampleStatus)).toBe("ok: 1 of 1 confirmed (home.example.no at 185.0.2.1)");
  });

  it("names the reason when something is wrong, and how much more there is", () => {
    expect(describeForSystemd({ ...sampleStatus, health: "failing", problems })).toBe(
      "failing: 1 of 1 confirmed (home.example.no at 185.0.2.1); The account is on hold: the server refuses the API key. (and 1 more)",
    );
  });

  it("claims nothing to be confirmed while it starts, and says what it waits for", () => {
    const starting = { ...sampleStatus, health: "starting", problems: ["No address has been confirmed yet."] } as const;
    expect(describeForSystemd(starting)).toBe("starting: No address has been confirmed yet.");
    expect(describeForSystemd({ ...starting, problems: [] })).toBe("starting");
  });
});
