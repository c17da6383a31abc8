import { describe, expect, it } from "vitest";
import { flag, id, listOf, moment, numeric, perhaps, shape, text } from "../../../src/api/values/answer-values.ts";
import { normaliseResult } from "../../../src/api/values/normalise-result.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { simulated } from "../../simulator/simulated.ts";
import { clientOf } from "../loopback.ts";

const schema = listOf(
  shape({ id, on: perhaps(flag), count: numeric, at: moment, name: text, inner: perhaps(shape({ on: flag })) }),
);

describe("the result of a call", () => {
  it.each([
    [{ on: "1" }, { on: true }],
    [{ on: 0 }, { on: false }],
    [{ on: "true" }, { on: true }],
    [{ on: "perhaps" }, { on: "perhaps" }],
    [{ on: null }, { on: null }],
    [{ count: "3600" }, { count: 3600 }],
    [{ count: "0.25" }, { count: 0.25 }],
    [{ count: "-1" }, { count: -1 }],
    [{ count: "" }, { count: "" }],
    [{ count: "1e3" }, { count: "1e3" }],
    [{ count: "12345678901234567890" }, { count: "12345678901234567890" }],
    [
      { id: "1", at: "1700000000", name: "1", more: "1" },
      { id: "1", at: "1700000000", name: "1", more: "1" },
    ],
    [{ inner: { on: "0" } }, { inner: { on: false } }],
    [{ inner: [] }, { inner: [] }],
  ])("has booleans and numbers where the document says so: %j becomes %j", (given, expected) => {
    expect(normaliseResult(schema, [given, null, "x"])).toEqual([expected, null, "x"]);
  });

  it("has them from the server, which mixes them, and the answer as it was is at hand", async () => {
    const simulator = await simulated({ zones: [{ name: "example.no", id: "123" }] });
    const { dns } = clientOf({ baseUrl: simulator.url }, { apiKey: defaultApiKey });
    const { result, body } = await dns.listZones().withResponse();
    expect(result[0]).toMatchObject({ zone_active: true, zone_protected: false, zone_id: "123" });
    expect(JSON.parse(String(body)).data[0]).toMatchObject({ zone_active: "1", zone_protected: "0" });
    const records = await dns.listRecords({ zone_id: 123 });
    expect(records.map(({ record_ttl }) => typeof record_ttl)).toEqual(records.map(() => "number"));
  });
});
