import { describe, expect, test } from "vitest";
import { answerRequest } from "../../src/status/answer-request.ts";
import { createFakeView, sampleReport, sampleStatus } from "./start-test-server.ts";

describe("a request through the socket", () => {
  test("is answered with the status or a round's report", async () => {
    const { view, calls } = createFakeView();
    expect(await answerRequest(view, { do: "status" })).toEqual(sampleStatus);
    expect(await answerRequest(view, { do: "update", force: true })).toEqual(sampleReport);
    expect(await answerRequest(view, { do: "retry", hostname: "home.example.no" })).toEqual(sampleReport);
    expect(await answerRequest(view, { do: "retry" })).toEqual(sampleReport);
    expect(calls).toEqual([
      ["update", { force: true }],
      ["retry", "home.example.no"],
      ["retry", null],
    ]);
  });

  test.each([null, 1, "status", [], {}, { do: "stop" }])("that isn't one (%j) is refused", async (request) => {
    await expect(answerRequest(createFakeView().view, request)).rejects.toThrow("support that request");
  });
});
