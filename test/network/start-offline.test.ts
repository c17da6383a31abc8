import { expect, it } from "vitest";
import { publicAddress } from "./addresses.ts";
import { canMakeHomes, startHome } from "./start-home.ts";

/** Several processes of the program; long, since they may share this machine with others. */
const limitMs = 600_000;

it.runIf(canMakeHomes)(
  "A start without a network is said at once, is not a success, and is over with the first address",
  async () => {
    const home = await startHome({ families: ["ipv4"] });
    expect((await home.run("once")).code).toBe(0);
    home.inside("ip", "route", "del", "default");
    const daemon = home.start("run");
    await daemon.until(/no network since the start/, limitMs);
    const offline = (await home.run("status --output json")).json;
    expect(offline).toMatchObject({ health: "starting", problems: [expect.stringContaining("since the start")] });
    expect(offline.hostnames).toMatchObject([{ published: publicAddress.ipv4 }, {}]);
    home.inside("ip", "route", "add", "default", "via", "192.168.1.1");
    expect((await home.run("update")).code).toBe(0);
    await daemon.until(/resolved: no network since the start/, limitMs);
    expect((await home.run("status --output json")).json).toMatchObject({ health: "ok", problems: [] });
  },
  limitMs,
);
