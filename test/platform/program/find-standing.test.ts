import { describe, expect, it } from "vitest";
import { explainReadError } from "../../../src/config/file/read-bounded-file.ts";
import { systemError } from "../../../src/platform/error-code.ts";
import { findStanding, type Standing, type StandingFacts } from "../../../src/platform/program/find-standing.ts";
import { describeDiskError } from "../../../src/state/describe-disk-error.ts";
import { describeUnread } from "../../../src/state/load-state.ts";

const mounts = [
  "22 1 0:21 / / rw - overlay overlay rw",
  "23 22 8:1 /srv/ddns /data rw - ext4 /dev/sda1 rw",
  "24 22 8:1 /srv/key /run/secrets/key ro - ext4 /dev/sda1 ro",
].join("\n");
const facts: StandingFacts = { environment: {}, uid: 1000, gid: 1000, container: null, mounts: "" };

describe("where a process runs", () => {
  it.each([
    ["a user's own machine", {}, "/data", { kind: "plain", owner: "1000:1000" }],
    [
      "a mount of a container",
      { container: "Docker", mounts },
      "/data/state",
      { kind: "container", mountedAt: "/data" },
    ],
    ["a file that is mounted", { container: "Docker", mounts }, "/run/secrets/key", { mountedAt: "/run/secrets/key" }],
    ["a container's own file system", { container: "Docker", mounts }, "/database", { kind: "plain" }],
    ["a user that systemd makes up", { uid: 61_200 }, "/data", { kind: "dynamic-user" }],
    ["a unit with credentials", { environment: { CREDENTIALS_DIRECTORY: "/c" } }, "/data", { kind: "dynamic-user" }],
    ["root", { uid: 0, environment: { CREDENTIALS_DIRECTORY: "/c" } }, "/data", { kind: "plain" }],
  ])("is %s", (_, given, path, standing) => {
    expect(findStanding(path, { ...facts, ...given })).toMatchObject(standing);
  });
});

const denied = systemError("EACCES", "/x");
const standings: Readonly<Record<string, Standing>> = {
  plain: { kind: "plain", owner: "1000:1000" },
  container: { kind: "container", owner: "1000:1000", mountedAt: "/data" },
  made: { kind: "dynamic-user", owner: "61200:61200" },
};
const at = (name: string) => standings[name] ?? { kind: "plain", owner: "" };

describe("advice for a path that may not be used", () => {
  it("never is a chown to a user that systemd makes up, nor a path of the container", async () => {
    const unread = { kind: "unreadable", code: "EACCES", isDenied: true } as const;
    const ofMade = [
      await describeDiskError(denied, "/tmp", at("made")),
      describeUnread("/var/lib/gigahost-ddns", unread, at("made")),
      ...(["configuration", "credential", "other"] as const).map((kind) =>
        explainReadError(denied, "/etc/f", kind, at("made")),
      ),
    ];
    for (const text of ofMade) expect(text).not.toMatch(/chown [^-]*61200/);
    expect(ofMade[0]).toContain("remove `state_dir`");
    expect(ofMade[1]).toContain("chown --reference=/var/lib/gigahost-ddns /var/lib/gigahost-ddns/state.json");
    expect(ofMade[2]).toContain("sudo chmod 644 /etc/f");
    expect(ofMade[3]).toContain("remove this line");
    const inContainer = [
      await describeDiskError(denied, "/data/state", at("container")),
      describeUnread("/data/state", unread, at("container")),
      explainReadError(denied, "/data/key", "credential", at("container")),
    ];
    for (const text of inContainer) {
      expect(text).toContain("on the host");
      expect(text).toContain("mounted at /data");
      expect(text).not.toMatch(/sudo|chown [^;]*\/data\//);
    }
  });

  it("is the exact command elsewhere", async () => {
    expect(explainReadError(denied, "/etc/c", "configuration", at("plain"))).toContain(
      "run with sudo, or: chmod 644 /etc/c",
    );
    expect(explainReadError(denied, "/etc/k", "credential", at("plain"))).toMatch(
      /chown \d+ \/etc\/k && chmod u\+r \/etc\/k$/,
    );
    expect(await describeDiskError(denied, "/tmp", at("plain"))).toContain("run: sudo chown -R 1000:1000 /tmp");
  });
});
