import { describe, expect, it } from "vitest";
import { prepareScene } from "./scene.ts";

const lines = (stderr: string) =>
  stderr
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("--log-level debug", () => {
  it("shows what `once` asked and sent, beside its report", async () => {
    const scene = await prepareScene();
    const { code, stdout, stderr } = await scene.run("once --log-level debug");
    expect([code, stdout]).toEqual([0, expect.stringContaining("good")]);
    const logged = lines(stderr);
    expect(logged.map(({ msg }) => msg)).toEqual(["source answered", "request", "outcome", "round done"]);
    expect(logged[0]).toMatchObject({ level: "debug", source: "static:185.0.2.1", address: "185.0.2.1" });
    expect(logged[1]).toMatchObject({ operation: "dns.updateDyndns", status: "200" });
    expect((await scene.run("once")).stderr).toBe("");
  });

  it("shows what `detect` was told, by every source", async () => {
    const scene = await prepareScene({ ipv4: { sources: ["static:185.0.2.1", "file:/nonexistent"] } });
    const { stderr } = await scene.run("--log-level=trace detect");
    expect(lines(stderr).map(({ source }) => source)).toEqual(["static:185.0.2.1", "file:/nonexistent"]);
  });
});
