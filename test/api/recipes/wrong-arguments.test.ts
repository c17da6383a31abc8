import { expect, it } from "vitest";
import { InputError } from "../../../src/api/errors.ts";
import { Gigahost } from "../../../src/api/gigahost.ts";
import { deleteRecord, deleteRrset } from "../../../src/api/recipes/records/delete-records.ts";
import { setRrset } from "../../../src/api/recipes/records/set-rrset.ts";
import { waitForDeploy } from "../../../src/api/recipes/wait-for-deploy.ts";
import { defaultApiKey } from "../../../src/simulator/simulator-options.ts";
import { simulated } from "../../simulator/simulated.ts";

/** What a caller without TypeScript may hand in; the cast is what this is about. */
const wrong = (given: unknown) => given as never;

it.each<[string, (gigahost: Gigahost) => Promise<unknown>, string]>([
  ["deleteRecord", (g) => deleteRecord(g, "123", wrong({ name: "www", type: "A" })), "value is required"],
  ["deleteRrset", (g) => deleteRrset(g, "123", wrong({ type: "A" })), "name is required"],
  ["deleteRrset", (g) => deleteRrset(g, "123", wrong(undefined)), "name is required"],
  ["setRrset", (g) => setRrset(g, "123", wrong(null)), "name is required"],
  ["setRrset", (g) => setRrset(g, "123", wrong({ name: "www", type: "A" })), "at least one value"],
  ["setRrset", (g) => setRrset(g, "123", wrong({ name: "www", type: "A", values: "192.0.2.1" })), "at least one value"],
  ["waitForDeploy", (g) => waitForDeploy(g, wrong("5")), "in a list"],
  ["request", (g) => g.request(wrong({ method: "GET" }), wrong(undefined)), "a method and a path"],
  ["an operation", (g) => g.dns.listRecords(wrong("123")), "must be one object"],
  ["an operation", (g) => g.dns.listRecords(wrong(null)), "must be one object"],
  ["an operation", (g) => g.dns.listRecords(wrong(["123"])), "must be one object"],
])("%s says what is wrong with its arguments, and sends nothing", async (_, call, said) => {
  const { url, requests } = await simulated({ zones: [{ name: "example.no", id: "123" }] });
  const gigahost = new Gigahost({ apiKey: defaultApiKey, baseUrl: url });
  const error: unknown = await call(gigahost).catch((each: unknown) => each);
  expect(error).toBeInstanceOf(InputError);
  expect(String(error)).toContain(said);
  expect(requests).toHaveLength(0);
});
