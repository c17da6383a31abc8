import { expect, it } from "vitest";
import { describeLift } from "../../../src/daemon/tell/describe-lift.ts";
import { accountReason, specifyLift } from "../../../src/publish/answers/reasons.ts";
import { serverWords } from "../../../src/publish/answers/server-words.ts";

const held = accountReason("the API key", "badauth");
const nameHeld =
  serverWords.nohost.reason({ hostname: "home.example.no", address: null, credential: "the API key" }) ?? "";

it("in a container a hold says what lifts it there", async () => {
  const lift = await describeLift({ KUBERNETES_SERVICE_HOST: "10.0.0.1" });
  expect(specifyLift(held, lift)).toContain(
    "until you give the container a new one and restart it, or you run `gigahost-ddns retry` in it;",
  );
  expect(specifyLift(held, lift)).toMatch(/; it is tried again after an hour, then daily$/);
  expect(specifyLift(nameHeld, lift)).toMatch(/or you run `gigahost-ddns retry` in the container$/);
});

it.each([
  ["gigahost-ddns", "/etc/gigahost-ddns/config.yaml", "`sudo gigahost-ddns retry`"],
  [
    "gigahost-ddns@cabin",
    "/etc/gigahost-ddns/cabin.yaml",
    "`sudo gigahost-ddns retry --config /etc/gigahost-ddns/cabin.yaml`",
  ],
])("under %s a hold says what root runs there", async (unit, config, retry) => {
  const environment = { CREDENTIALS_DIRECTORY: "/run/credentials/x", GIGAHOST_DDNS_CONFIG: config };
  const lift = await describeLift(environment, async () => unit);
  expect(specifyLift(held, lift)).toContain(
    `run \`sudo systemctl restart ${unit}\`, which passes it on, or you run ${retry};`,
  );
  expect(specifyLift(nameHeld, lift)).toMatch(new RegExp(`until its settings change or you run ${retry}$`));
});

it("elsewhere it says the usual", () => {
  expect(specifyLift(held, null)).toContain(
    "nothing more is sent until it changes or you run `gigahost-ddns retry`; it is tried again",
  );
  expect(specifyLift(nameHeld, null)).toBe(nameHeld);
});
