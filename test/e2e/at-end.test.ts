import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, it } from "vitest";
import { endProcess } from "../end-process.ts";

const seen: string[] = [];
// Before what it looks at: hooks of the end run from the last to the first.
afterAll(() => expect(seen).toEqual(["the child is gone", "the folder goes"]));
const { atEnd } = await import("./at-end.ts");

it("ends a program before the folder goes that it writes into", async () => {
  atEnd(() => seen.push("the folder goes"));
  const child = spawn(process.execPath, ["-e", "console.log(1); setInterval(() => {}, 1000)"]);
  atEnd(async () => {
    await endProcess(child);
    if (child.signalCode === "SIGKILL") seen.push("the child is gone");
  });
  await once(child.stdout, "data");
});
