import { rmSync } from "node:fs";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bundleInternet } from "./reaction/bundle-internet.ts";
import { openLab } from "./reaction/lab.ts";
import { scenarios } from "./reaction/scenarios.ts";
import { startDaemon } from "./reaction/start-daemon.ts";
import { hasPrograms } from "./run-program.ts";

let internet = "";

beforeAll(async () => {
  internet = await bundleInternet();
  return () => rmSync(internet, { force: true });
});

describe("an address that changes reaches the API without a wait for the schedule", () => {
  for (const scenario of scenarios) {
    it.skipIf(process.getuid?.() !== 0 || !hasPrograms("ip", ...scenario.programs))(scenario.title, async () => {
      const lab = await openLab(internet);
      onTestFinished(lab.close);
      const first = await scenario.setUp(lab, internet);
      // Where nobody tells it, the schedule has to; else there is none within a test.
      const schedule = scenario.because === null ? "*/3 * * * * *" : "0 0 1 1 *";
      const daemon = startDaemon(lab, { ...scenario.settings, GIGAHOST_DDNS_SCHEDULE: schedule });
      let said = "";
      for (const stream of [daemon.stdout, daemon.stderr]) stream?.on("data", (text) => (said += text));
      const arrived = (address: string) => lab.arrival("home.example.no", address, 100_000);
      expect(await arrived(first), said).not.toBeNull();
      await expect.poll(() => said).toMatch(/round done/);
      if (/UPnP event/.test(String(scenario.because)))
        await expect.poll(() => said).toMatch(/listening for UPnP events/);
      // Longer than a connection is kept for the next request of a round: after that, none leads over the old address.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      const { address } = await scenario.change(lab, 1);
      expect(await arrived(address), said).not.toBeNull();
      if (scenario.because !== null) expect(said).toMatch(new RegExp(`${scenario.because.source}.*looking at once`));
    });
  }
});
