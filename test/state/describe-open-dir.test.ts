import { expect, it } from "vitest";
import { describeOpenDir } from "../../src/state/load-state.ts";

it.each([
  ["open to all", 0o777, null, true],
  ["open to all, in a container", 0o777, "Docker", true],
  ["open to all and sticky, as /tmp", 0o1777, null, true],
  ["the volume of a container, which any user may run", 0o1777, "podman", false],
  ["the user's own", 0o700, null, false],
])("a state directory that is %s", (_title, mode, container, isTold) => {
  expect(describeOpenDir("/data", mode, container)).toEqual(isTold ? expect.stringContaining("chmod 700 /data") : null);
});
