import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { expect, it, onTestFinished } from "vitest";
import { foldNotices } from "../../../src/notify/fold-notices.ts";
import { readChannel } from "../../../src/notify/read-channel.ts";
import { createRequestSender } from "../../../src/notify/send-request.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { sampleNotice } from "../sample-notice.ts";

/** A real mail server on loopback that takes mail for `to@example.no` from who logs in as ola. */
async function startMailServer() {
  const mails: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      if (username === "ola" && password === "p@ss") done(null, { user: username });
      else done(new Error("no such user"));
    },
    onRcptTo: ({ address }, _session, done) => {
      done(address === "to@example.no" ? null : Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
    },
    onData: (stream, _session, done) => {
      let text = "";
      stream.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      stream.on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { mails, port: (server.server.address() as AddressInfo).port };
}

async function send(url: string) {
  const read = readChannel(url, () => null);
  if (!read.ok) throw new Error(read.reason);
  const surroundings = { request: createRequestSender(systemClock), clock: systemClock };
  return read.channel.send(foldNotices([sampleNotice()]), { ...surroundings, signal: new AbortController().signal });
}

it("hands a mail to a real server, in UTF-8, marked as written by a program", async () => {
  const { mails, port } = await startMailServer();
  const url = `smtp://ola:p%40ss@127.0.0.1:${port}/?from=nas@example.no&to=to@example.no`;
  expect(await send(url)).toMatchObject({ kind: "taken" });
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain("To: to@example.no");
  expect(mails[0]).toContain("Auto-Submitted: auto-generated");
  expect(mails[0]).toContain("It pointed to 185.0.2.1 until now.");
});

it("takes a mailbox that isn't there for a refusal, and a server that isn't for a failure", async () => {
  const { port } = await startMailServer();
  const refused = await send(`smtp://ola:p%40ss@127.0.0.1:${port}/?from=nas@example.no&to=none@example.no`);
  expect(refused.kind).toBe("refused");
  const failed = await send("smtp://127.0.0.1:1/?from=nas@example.no&to=to@example.no");
  expect(failed.kind).toBe("failed");
});
