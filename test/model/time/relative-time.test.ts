import { expect, test } from "vitest";
import { relativeTime } from "../../../src/model/time/relative-time.ts";

const wallMs = Date.parse("2026-05-01T12:00:00.000Z");
const at = (seconds: number) => relativeTime(new Date(wallMs + seconds * 1000).toISOString(), wallMs);

test("a moment is told in the unit that says most", () => {
  expect([0, -1, -119, -120, -7139].map(at)).toEqual(["0 s ago", "1 s ago", "119 s ago", "2 min ago", "119 min ago"]);
  expect([-7200, -172_700, -172_800, 18, 600].map(at)).toEqual([
    "2 h ago",
    "47 h ago",
    "2 d ago",
    "in 18 s",
    "in 10 min",
  ]);
});

test("no moment is none", () => {
  expect(relativeTime(null, wallMs)).toBeNull();
});
