import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { News } from "../../../src/daemon/tell/compose-news.ts";
import { createHistoryDesk } from "../../../src/daemon/tell/history-desk.ts";
import type { Trouble, Troubles } from "../../../src/daemon/tell/troubles/trouble.ts";
import type { AddressReport, Outcome, RoundReport } from "../../../src/model/report.ts";

const startMs = Date.UTC(2026, 4, 1);
const nothing = { outcomes: [], addresses: [] };

/** The news of a round that came to this. */
function news(report: Pick<RoundReport, "outcomes" | "addresses">, troubles: Troubles): News {
  const whole = { ...report, startedAt: new Date(startMs).toISOString(), durationMs: 1, answers: [], requests: [] };
  const round = { report: whole, detections: [], lines: [], accountHold: null, tookOver: false };
  return { round, troubles, remarks: { found: new Map([["remark", remark]]), settled: new Set() }, notices: [] };
}

const remark: Trouble = { kind: "trouble", isRemark: true, what: "x", text: "no trouble", cause: "x", sinceMs: 0 };

/** A process of the daemon: the same directory may have several, one after the other. */
async function startDesk({ dir = "", atMinutes = 0 } = {}) {
  const stateDir = dir || (await mkdtemp(join(tmpdir(), "history-desk-")));
  if (dir === "") onTestFinished(() => rm(stateDir, { recursive: true, force: true }));
  const time = { minutes: atMinutes };
  const nowMs = () => startMs + time.minutes * 60_000;
  const problems: (string | null)[] = [];
  const desk = createHistoryDesk({
    stateDir,
    clock: { wallMs: nowMs, steadyMs: nowMs, sleep: async () => {} },
    mask: (text) => text.replaceAll("s3cr3t", "***"),
    onProblem: (problem) => problems.push(problem),
  });
  return { desk, dir: stateDir, time, problems };
}

const address: AddressReport = {
  uplink: "default",
  family: "ipv4",
  address: "185.0.2.2",
  source: "https://s3cr3t@ip.example/",
  seenAt: "2026-05-01T00:00:00.000Z",
  changedAt: "2026-04-30T23:59:56.000Z",
};

function published(hostname: string): Outcome {
  const sent = { action: "update", result: "good", consequence: "done", reason: null, nextAttemptAt: null } as const;
  return { hostname, family: "ipv4", previous: "185.0.2.1", address: "185.0.2.2", ...sent };
}

function troubles(names: readonly string[], change: Partial<Trouble> = {}): Map<string, Trouble> {
  return new Map(
    names.map((hostname) => [
      `name ${hostname} ipv4`,
      {
        ...{ kind: "trouble", what: hostname, hostname, family: "ipv4", text: "no answer s3cr3t", cause: "x" },
        ...{ sinceMs: startMs, ...change },
      } as Trouble, // its kind is one of the two
    ]),
  );
}

it("keeps a change with both addresses, when it was seen, by whom, and how soon it was published", async () => {
  const { desk } = await startDesk();
  desk.tell(
    news({ outcomes: [published("a.example.no"), published("b.example.no")], addresses: [address] }, new Map()),
  );
  expect(await desk.list(90)).toMatchObject([
    {
      at: "2026-05-01T00:00:00.000Z",
      event: "changed",
      hostname: "a.example.no",
      family: "ipv4",
      old: "185.0.2.1",
      new: "185.0.2.2",
      seenAt: "2026-04-30T23:59:56.000Z",
      source: "https://***@ip.example/",
      durationMs: 4000,
    },
    { hostname: "b.example.no" },
  ]);
});

it("keeps the address of a host with a suffix with when its uplink's was seen", async () => {
  const { desk } = await startDesk();
  desk.tell(
    news(
      {
        outcomes: [{ ...published("nas.example.no"), family: "ipv6", previous: null, address: "2a01:4f8::1:2:3:4" }],
        addresses: [address, { ...address, family: "ipv6", address: "2a01:4f8::9" }],
      },
      new Map(),
    ),
  );
  expect(await desk.list(90)).toMatchObject([{ new: "2a01:4f8::1:2:3:4", seenAt: address.changedAt }]);
});

it("keeps a trouble at once and its end with how long it lasted; a hold that follows a trouble, too", async () => {
  const { desk, time } = await startDesk();
  desk.tell(news(nothing, troubles(["a.example.no"])));
  time.minutes = 1;
  desk.tell(news(nothing, troubles(["a.example.no"])));
  time.minutes = 2;
  desk.tell(news(nothing, troubles(["a.example.no"], { kind: "held", text: "no such name" })));
  time.minutes = 5;
  desk.tell(news(nothing, new Map()));
  expect(await desk.list(90)).toMatchObject([
    { event: "trouble", hostname: "a.example.no", reason: "no answer ***", durationMs: null },
    { event: "held", hostname: "a.example.no", reason: "no such name" },
    { event: "recovered", hostname: "a.example.no", reason: "no such name", durationMs: 300_000 },
  ]);
});

it("knows after a restart what was wrong before: not kept again, and its end is", async () => {
  const { desk, dir } = await startDesk();
  desk.tell(news(nothing, troubles(["a.example.no", "b.example.no"], { kind: "held" })));
  await desk.close();
  const second = await startDesk({ dir, atMinutes: 30 });
  second.desk.tell(
    news(nothing, troubles(["a.example.no", "b.example.no"], { kind: "held", sinceMs: startMs + 30 * 60_000 })),
  );
  second.time.minutes = 60;
  second.desk.tell(news(nothing, troubles(["b.example.no"], { kind: "held" })));
  expect((await second.desk.list(90)).slice(2)).toMatchObject([
    { event: "recovered", hostname: "a.example.no", family: "ipv4", durationMs: 3_600_000 },
  ]);
});

it("keeps thousands of hostnames in one line, also after a restart", async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `h${index}.example.no`);
  const { desk, dir } = await startDesk();
  desk.tell(news(nothing, troubles(names)));
  expect(await desk.list(90)).toHaveLength(51);
  await desk.close();
  const second = await startDesk({ dir, atMinutes: 1 });
  second.desk.tell(news(nothing, troubles(names)));
  expect(await second.desk.list(90)).toHaveLength(51);
});

it("says what keeps it from being saved, and that it is saved again", async () => {
  const { desk, dir, problems, time } = await startDesk();
  const file = join(dir, "in-the-way");
  await writeFile(file, "");
  const blocked = await startDesk({ dir: file });
  blocked.desk.tell(news(nothing, troubles(["a.example.no"])));
  await blocked.desk.close();
  expect(blocked.problems).toEqual([expect.stringContaining(`the state directory ${file} can't be used`)]);
  desk.tell(news(nothing, troubles(["a.example.no"])));
  await desk.close();
  expect([problems, time.minutes]).toEqual([[null], 0]);
  await rm(file);
  blocked.desk.tell(news(nothing, new Map()));
  await blocked.desk.close();
  expect(blocked.problems.at(-1)).toBeNull();
  // What happened meanwhile is not lost.
  expect(await blocked.desk.list(90)).toMatchObject([{ event: "trouble" }, { event: "recovered" }]);
  await chmod(dir, 0o700);
});

it.each([
  ["a directory", (path: string) => mkdir(path), "it is a directory"],
  ["a link", (path: string) => symlink("/dev/zero", path), "it is a symbolic link, or its links form a loop"],
] as const)("says which file can't be used where it is %s, and not that the directory can't", async (_, put, why) => {
  const { desk, dir, problems } = await startDesk();
  await put(join(dir, "history.jsonl"));
  desk.tell(news({ outcomes: [published("home.example.no")], addresses: [address] }, new Map()));
  await desk.close();
  expect(problems).toEqual([`the history in ${join(dir, "history.jsonl")} can't be saved: ${why}; move it away`]);
});
