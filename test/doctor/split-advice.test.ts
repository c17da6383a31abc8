import { expect, it } from "vitest";
import { splitAdvice } from "../../src/doctor/split-advice.ts";

it.each([
  ["the disk is full; free some space", "the disk is full", "free some space"],
  [
    "no daemon is running: check with `systemctl`, or start one",
    "no daemon is running",
    "check with `systemctl`, or start one",
  ],
  [
    "the key is refused (badauth): nothing more is sent",
    "the key is refused (badauth): nothing more is sent",
    "see the log",
  ],
  ["/etc/a:3:5: engine: expected auto; set it", "/etc/a:3:5: engine: expected auto", "set it"],
  ["user 1:1 may not read it; on the host, run: chown", "user 1:1 may not read it", "on the host, run: chown"],
  ["no daemon is running: start one", "no daemon is running", "start one"],
  ["it makes: makeshift", "it makes: makeshift", "see the log"],
])("%s", (sentence, text, advice) => {
  expect(splitAdvice(sentence, "see the log")).toEqual({ text, advice });
});
