import { expect, it } from "vitest";
import { describeLift } from "../../../src/daemon/tell/describe-lift.ts";
import { accountReason, specifyLift } from "../../../src/publish/answers/reasons.ts";

it("in a container a held account says what lifts it there", async () => {
  const lift = await describeLift({ KUBERNETES_SERVICE_HOST: "10.0.0.1" });
  const reason = specifyLift(accountReason("the API key", "badauth"), lift);
  expect(reason).toContain(
    "until you give the container a new one and restart it, or you run `gigahost-ddns retry` in it;",
  );
  expect(reason).toMatch(/; it is tried again after an hour, then daily$/);
});

it("elsewhere it says the usual", () => {
  expect(specifyLift(accountReason("the API key", "badauth"), null)).toContain(
    "nothing more is sent until it changes or you run `gigahost-ddns retry`; it is tried again",
  );
});
