import { expect, it } from "vitest";
import { allKinds } from "../../../src/notify/channels/all-kinds.ts";
import { command } from "../../../src/notify/channels/command.ts";
import { smtp } from "../../../src/notify/channels/smtp.ts";
import { foldNotices } from "../../../src/notify/fold-notices.ts";
import { readChannel } from "../../../src/notify/read-channel.ts";
import { createRequestSender, type NoticeRequest } from "../../../src/notify/send-request.ts";
import { systemClock } from "../../../src/platform/clock.ts";
import { sampleNotice } from "../sample-notice.ts";
import { startService } from "../start-service.ts";

const token = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-secret";
const discordId = "123456789012345678";

interface Case {
  readonly url: string;
  readonly to: string;
  readonly headers?: Record<string, string>;
  /** The JSON of the body, or the fields of a form. */
  readonly body: Record<string, unknown>;
}

/** Every spelling of every kind that speaks HTTP, and what reaches the service. */
const cases: readonly Case[] = [
  {
    url: "ntfy://ola:p%40ss@HOST/t1",
    to: "https://HOST/",
    headers: { authorization: "Basic b2xhOnBAc3M=" },
    body: { topic: "t1", priority: 3 },
  },
  {
    url: "ntfy://HOST/t1?priority=5&tags=a,b&scheme=http",
    to: "http://HOST/",
    body: { topic: "t1", priority: 5, tags: ["a", "b"], title: "blåbær.no points to 185.0.2.2" },
  },
  {
    url: "ntfys://tk_abc@HOST/t1",
    to: "https://HOST/",
    headers: { authorization: "Bearer tk_abc" },
    body: { topic: "t1" },
  },
  { url: "ntfy://my-topic", to: "https://ntfy.sh/", body: { topic: "my-topic" } },
  {
    url: `gotify://HOST/sub/${token}?priority=9&disabletls=yes`,
    to: "http://HOST/sub/message",
    headers: { "x-gotify-key": token },
    body: { priority: 9 },
  },
  {
    url: `gotifys://HOST/${token}`,
    to: "https://HOST/message",
    headers: { "x-gotify-key": token },
    body: { priority: 4 },
  },
  {
    url: "pushover://shoutrrr:APP@USER/?devices=phone,pad",
    to: "https://api.pushover.net/1/messages.json",
    body: { token: "APP", user: "USER", device: "phone,pad" },
  },
  {
    url: "pover://USER@APP/phone",
    to: "https://api.pushover.net/1/messages.json",
    body: { token: "APP", user: "USER", device: "phone" },
  },
  {
    url: "telegram://123:AAHx-y@telegram?chats=42",
    to: "https://api.telegram.org/bot123:AAHx-y/sendMessage",
    body: { chat_id: "42", link_preview_options: { is_disabled: true } },
  },
  {
    url: "tgram://123:AAHx-y/-10042:7/",
    to: "https://api.telegram.org/bot123:AAHx-y/sendMessage",
    body: { chat_id: "-10042", message_thread_id: 7 },
  },
  {
    url: `discord://${token}@${discordId}`,
    to: `https://discord.com/api/webhooks/${discordId}/${token}`,
    body: { allowed_mentions: { parse: [] } },
  },
  {
    url: `discord://${discordId}/${token}`,
    to: `https://discord.com/api/webhooks/${discordId}/${token}`,
    body: { allowed_mentions: { parse: [] } },
  },
  {
    url: `discord://A-bot-with-a-name-as-long-as-a-token@${discordId}/${token}`,
    to: `https://discord.com/api/webhooks/${discordId}/${token}`,
    body: { allowed_mentions: { parse: [] } },
  },
  { url: `discord://short@${discordId}`, to: `https://discord.com/api/webhooks/${discordId}/short`, body: {} },
  { url: "slack://bot@T1/B2/c3", to: "https://hooks.slack.com/services/T1/B2/c3", body: {} },
  { url: "slack://T1/B2/c3/#home", to: "https://hooks.slack.com/services/T1/B2/c3", body: {} },
  { url: "slack://hook:T1-B2-c3@webhook", to: "https://hooks.slack.com/services/T1/B2/c3", body: {} },
  {
    url: "apprise://HOST/KEY?tags=admin",
    to: "https://HOST/notify/KEY",
    body: { type: "info", tag: "admin", title: "blåbær.no points to 185.0.2.2" },
  },
  {
    url: "generic+https://HOST/a/b?template=json&@x-one=1&$room=hall&keep=me",
    to: "https://HOST/a/b?keep=me",
    headers: { "x-one": "1" },
    body: { title: "blåbær.no points to 185.0.2.2", message: "It pointed to 185.0.2.1 until now.", room: "hall" },
  },
  {
    url: "json://HOST/in",
    to: "http://HOST/in",
    body: { version: 1, event: "changed", old: "185.0.2.1", new: "185.0.2.2", durationMs: 1200 },
  },
  { url: "jsons://HOST/in", to: "https://HOST/in", body: { version: 1 } },
  {
    url: "webhook+http://HOST/in?secret_file=/key",
    to: "http://HOST/in",
    body: { version: 1, hostnames: ["blåbær.no"], reason: null },
  },
  {
    url: "homeassistant+http://HOST/hook-id",
    to: "http://HOST/api/webhook/hook-id",
    body: { version: 1, event: "changed" },
  },
  { url: "apprises://HOST/KEY", to: "https://HOST/notify/KEY", body: { type: "info" } },
  { url: "webhooks://HOST/in", to: "https://HOST/in", body: { version: 1 } },
  { url: "generics://HOST/in", to: "https://HOST/in", body: { version: 1 } },
  { url: "homeassistants://HOST/hook-id", to: "https://HOST/api/webhook/hook-id", body: { version: 1 } },
  {
    url: `hassios://HOST/${token}`,
    to: "https://HOST/api/services/persistent_notification/create",
    headers: { authorization: `Bearer ${token}` },
    body: {},
  },
  {
    url: `hassio://ha.example.no/${token}`,
    to: "https://ha.example.no:8123/api/services/persistent_notification/create",
    headers: { authorization: `Bearer ${token}` },
    body: { title: "blåbær.no points to 185.0.2.2" },
  },
];

const message = foldNotices([sampleNotice()]);
const readFile = (file: string) => (file === "/key" ? "s3cret" : null);

function open(url: string) {
  const read = readChannel(url, readFile);
  if (!read.ok) throw new Error(read.reason);
  return read.channel;
}

it.each(cases)("$url reaches its service", async ({ url, to, headers = {}, body }) => {
  const sent: NoticeRequest[] = [];
  const request = async (each: NoticeRequest) => {
    sent.push(each);
    return { ok: true as const, status: 200, retryAfter: null, body: "" };
  };
  const channel = open(url.replace("HOST", "push.example.no"));
  const delivery = await channel.send(message, { request, clock: systemClock, signal: new AbortController().signal });
  expect(delivery.kind).toBe("taken");
  expect(sent).toMatchObject([{ method: "POST", url: to.replace("HOST", "push.example.no"), headers }]);
  const text = sent[0]?.body ?? "";
  const read = text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  expect(read).toMatchObject(body);
  expect(text).toContain("185.0.2.1");
  expect(channel.label).not.toMatch(/secret|tk_abc|p@ss|AAHx|B2|APP/);
});

it("every spelling of every kind is among the cases, but for those that have tests of their own", () => {
  const tried = new Set(cases.map(({ url }) => /^[a-z]+/.exec(url)?.[0]));
  const spellings = allKinds.filter((kind) => kind !== smtp && kind !== command).flatMap(({ schemes }) => schemes);
  const missing = spellings.filter((scheme) => !tried.has(scheme));
  expect(missing, "the cases above lack these").toEqual([]);
});

it.each(allKinds)("$example is a URL of its own kind", ({ example, schemes }) => {
  const url = example
    .replaceAll("WEBHOOKID", discordId)
    .replace("TOKEN@", `${token}@`)
    .replace("123456:TOKEN", "123456:AAH");
  const read = readChannel(url, () => "a secret");
  expect(read, schemes[0]).toMatchObject({ ok: true });
});

const answers = [
  { status: 200, body: "", kind: "taken" },
  { status: 204, body: "", kind: "taken" },
  { status: 301, headers: { location: "https://elsewhere.example.no/" }, body: "", kind: "refused" },
  { status: 400, body: '{"error":"bad topic"}', kind: "refused" },
  { status: 401, body: "", kind: "refused" },
  { status: 429, headers: { "retry-after": "90" }, body: "", kind: "failed", retryAfterMs: 90_000 },
  { status: 429, body: '{"retry_after":1.5}', kind: "failed", retryAfterMs: 1_500 },
  { status: 429, body: '{"parameters":{"retry_after":30}}', kind: "failed", retryAfterMs: 30_000 },
  { status: 502, body: "<html>no</html>", kind: "failed", retryAfterMs: null },
];

it.each(answers)("an answer of $status $body is $kind", async ({ status, headers, body, ...delivery }) => {
  const service = await startService();
  service.answer = { status, body, ...(headers ? { headers: headers as unknown as Record<string, string> } : {}) };
  const request = createRequestSender(systemClock);
  const signal = new AbortController().signal;
  const channel = open(`ntfy+http://${service.host}/t1`);
  expect(await channel.send(message, { request, clock: systemClock, signal })).toMatchObject(delivery);
  expect(service.received).toHaveLength(1);
  expect(service.received[0]?.headers["content-type"]).toBe("application/json");
});

it("a service that nobody runs fails, and can be tried again", async () => {
  const request = createRequestSender(systemClock);
  const signal = new AbortController().signal;
  const channel = open("json://127.0.0.1:1/in");
  expect(await channel.send(message, { request, clock: systemClock, signal })).toEqual({
    kind: "failed",
    reason: "it refuses the connection",
    retryAfterMs: null,
  });
});

it("the webhook's signature is that of the very bytes that arrive", async () => {
  const service = await startService();
  const { createHmac } = await import("node:crypto");
  const request = createRequestSender(systemClock);
  const signal = new AbortController().signal;
  await open(`webhook+http://${service.host}/in?secret_file=/key`).send(message, {
    request,
    clock: systemClock,
    signal,
  });
  const [got] = service.received;
  const expected = createHmac("sha256", "s3cret")
    .update(got?.body ?? "")
    .digest("hex");
  expect(got?.headers["x-signature"]).toBe(`sha256=${expected}`);
});

it.each([
  ["nfty://ntfy.sh/topic", "did you mean ntfy://?"],
  ["xyzzy://h/secret-topic", "known here: ntfy"],
  ["xyzzy://h/topic", "command. An Apprise API server"],
  ["gotify://HOST/", "has no token"],
  ["tgram://chat/", "BotFather"],
  ["no url at all", "expected a URL"],
  ["webhook://h/in?secret_file=/missing", "secret_file"],
])("%s is refused: %s", (url, words) => {
  const read = readChannel(url, () => null);
  expect(read).toMatchObject({ ok: false });
  expect(read.ok ? "" : read.reason).toContain(words);
  expect(read.ok ? "" : read.reason).not.toContain("secret-topic");
});
