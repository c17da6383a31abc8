import { onTestFinished } from "vitest";
import { claimStateDir } from "../../src/state/claim.ts";
import { answerRequest } from "../../src/status/answer-request.ts";
import { createFakeView, startTestServer } from "../status/start-test-server.ts";

/** A daemon as commands see it, over a fake view: it holds its state directory and serves HTTP; it ends with the test. */
export async function startTestDaemon(
  fake = createFakeView(),
  settings: Parameters<typeof startTestServer>[0] = {},
  more: Parameters<typeof startTestServer>[1] = {},
) {
  const started = await startTestServer(settings, more, fake);
  const claim = await claimStateDir(started.stateDir, (request) => answerRequest(fake.view, request));
  if (claim.kind !== "held") throw new Error(`the directory is ${claim.kind}`);
  const stop = async () => {
    await claim.release();
    await started.server.close();
  };
  onTestFinished(claim.release);
  return { ...started, stop };
}
