import { describe, expect, it } from "vitest";
import { adviseClosing, adviseOwning } from "../../../src/platform/program/advise-rights.ts";
import type { Standing } from "../../../src/platform/program/find-standing.ts";

const user: Standing = { kind: "plain", owner: "1000:1000" };
const service: Standing = { kind: "dynamic-user", owner: "63111:63111" };
const container: Standing = { kind: "container", owner: "65532:65532", mountedAt: "/run/token" };

describe("advice on the rights of a file with a secret", () => {
  it("is a command for a user", () => {
    expect(adviseClosing("/home/ola/key", user)).toBe("chmod 600 /home/ola/key");
    expect(adviseOwning("/home/ola/key", user)).toBe("chown 1000 /home/ola/key");
  });

  it("gives the service's own user, who is another at the next start, no file", () => {
    for (const advise of [adviseClosing, adviseOwning]) {
      expect(advise("/etc/gigahost-ddns/token", service)).toMatch(/^move the secret into .*systemd passes on/);
      expect(advise("/etc/gigahost-ddns/token", service)).not.toMatch(/chown|chmod|63111/);
    }
  });

  it("speaks to the host of a container, and never of a path inside it as if it were one there", () => {
    for (const advise of [adviseClosing, adviseOwning]) {
      expect(advise("/run/token", container)).toMatch(/^on the host, .* mounted at \/run\/token to user 65532:65532/);
    }
  });
});
