import { afterEach, describe, expect, it, vi } from "vitest";
import { findPlaces } from "../../src/setup/places.ts";

afterEach(() => void vi.unstubAllEnvs());

describe("a configuration is written", () => {
  it("into the user's own directories", () => {
    const { configFile, stateDir } = findPlaces({
      isRoot: false,
      environment: { HOME: "/home/ola", XDG_CONFIG_HOME: "relative" },
      given: undefined,
    });
    expect(configFile).toBe("/home/ola/.config/gigahost-ddns/config.yaml");
    expect(stateDir).toBe("/home/ola/.local/state/gigahost-ddns");
  });

  it("where the daemon looks for it, when the user has no home", () => {
    vi.stubEnv("HOME", "");
    const { configFile, stateDir } = findPlaces({ isRoot: false, environment: {}, given: undefined });
    expect([configFile, stateDir]).toEqual(["/etc/gigahost-ddns/config.yaml", null]);
  });

  it("as a second account's, with its own secrets beside it: another account's are never touched", () => {
    const { unit, apiKeyFile, passwordFile, notifyFile, heartbeatFile } = findPlaces({
      isRoot: true,
      environment: {},
      given: "/etc/gigahost-ddns/cabin.yaml",
    });
    expect(unit).toBe("gigahost-ddns@cabin");
    expect([apiKeyFile, passwordFile, notifyFile(0), heartbeatFile(1)]).toEqual([
      "/etc/gigahost-ddns/cabin.api_key",
      "/etc/gigahost-ddns/cabin.password",
      "/etc/gigahost-ddns/cabin.secrets/notify_url_1",
      "/etc/gigahost-ddns/cabin.secrets/heartbeat_url_2",
    ]);
  });
});
