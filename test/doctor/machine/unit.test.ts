import { expect, it } from "vitest";
import { describeUnits, parseUnits, unitOf } from "../../../src/doctor/machine/unit.ts";

const service = { Id: "gigahost-ddns.service", LoadState: "loaded", Type: "notify", UnitFileState: "enabled" };
const timer = { Id: "gigahost-ddns-once.timer", LoadState: "not-found", ActiveState: "inactive" };

it("what systemctl shows is read by unit", () => {
  const text = "Id=gigahost-ddns.service\nResult=a=b\n\nId=gigahost-ddns-once.timer\nActiveState=inactive\n";
  expect(parseUnits(text)).toEqual([
    { Id: "gigahost-ddns.service", Result: "a=b" },
    { Id: "gigahost-ddns-once.timer", ActiveState: "inactive" },
  ]);
});

it.each([
  ["/etc/gigahost-ddns/config.yaml", "gigahost-ddns"],
  ["/etc/gigahost-ddns/work.yaml", "gigahost-ddns@work"],
  ["/home/ola/.config/gigahost-ddns/config.yaml", null],
  [null, null],
])("the unit of %s is %s", (file, unit) => expect(unitOf(file)).toBe(unit));

it.each([
  ["runs and starts at boot", { ActiveState: "active" }, {}, "ok", null],
  ["runs, but not after a boot", { ActiveState: "active", UnitFileState: "disabled" }, {}, "warning", /enable/],
  ["has failed", { ActiveState: "failed", Result: "exit-code" }, {}, "problem", /journalctl -u gigahost-ddns/],
  ["is installed, and does not run", { ActiveState: "inactive" }, {}, "warning", /enable --now/],
  ["is the timer's", { ActiveState: "inactive" }, { ActiveState: "active", UnitFileState: "enabled" }, "ok", null],
  ["runs beside the timer", { ActiveState: "active" }, { ActiveState: "active" }, "warning", /disable --now/],
  ["is not installed", { LoadState: "not-found" }, {}, "ok", null],
])("a unit that %s", (_, ofService, ofTimer, state, advice) => {
  const [found] = describeUnits("gigahost-ddns", [
    { ...service, ...ofService },
    { ...timer, ...ofTimer },
  ]);
  expect(found?.state).toBe(state);
  if (advice === null) expect(found?.advice).toBeNull();
  else expect(found?.advice).toMatch(advice);
});
