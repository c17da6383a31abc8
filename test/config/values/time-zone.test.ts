import { execFileSync } from "node:child_process";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";

const source = new URL("../../../src/config/values/time-zone.ts", import.meta.url).pathname;
const [built] = buildSync({ entryPoints: [source], write: false, format: "esm", bundle: true }).outputFiles;

/** In a process of its own: the zone is read once, when a process starts. */
function explain(zone: string): string | null {
  const program = `${built?.text}\nconsole.log(JSON.stringify(explainTimeZone(process.env.TZ)));`;
  const options = { env: { ...process.env, TZ: zone }, encoding: "utf8", input: program } as const;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "-"], options));
}

describe("TZ", () => {
  it.each(["Mars/Phobos", "Europe/Olso", "CET-1CEST,M3.5.0,M10.5.0/3"])("that is unknown here (%s) is said", (zone) => {
    expect(explain(zone)).toContain(`TZ=${zone} is unknown here`);
  });

  it.each(["Europe/Oslo", ":Europe/Oslo", "Europe/London", "Africa/Abidjan", "UTC", "Etc/UTC", "EST5EDT", ""])(
    "that is known (%j) is fine",
    (zone) => {
      expect(explain(zone)).toBeNull();
    },
  );
});
