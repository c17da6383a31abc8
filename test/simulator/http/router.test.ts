import { describe, expect, it } from "vitest";
import { createRouter } from "../../../src/simulator/http/router.ts";

const match = createRouter([
  { method: "GET", path: "/zones" },
  { method: "GET", path: "/zones/{zone_id}" },
  { method: "POST", path: "/zones/ptr" },
  { method: "DELETE", path: "/zones/{zone_id}/records/{record_id}" },
  { method: "GET", path: "/emails/{email}" },
]);

describe("a request", () => {
  it("finds its route and its parameters, decoded", () => {
    expect(match("DELETE", "/zones/7/records/abc")).toMatchObject({ parameters: { zone_id: "7", record_id: "abc" } });
    expect(match("GET", "/emails/a%2Bb%40example.no")).toMatchObject({ parameters: { email: "a+b@example.no" } });
    expect(match("GET", "/emails/%zz")).toMatchObject({ parameters: { email: "%zz" } });
  });

  it("prefers the literal path to the placeholder", () => {
    expect(match("POST", "/zones/ptr")).toMatchObject({ route: { path: "/zones/ptr" } });
  });

  it("with an empty part is a request for the list", () => {
    expect(match("GET", "/zones/")).toMatchObject({ route: { path: "/zones" } });
  });

  it("with another method is told so", () => {
    expect(match("PUT", "/zones")).toEqual({ kind: "wrong-method" });
    expect(match("GET", "/nowhere")).toEqual({ kind: "unknown" });
  });
});
