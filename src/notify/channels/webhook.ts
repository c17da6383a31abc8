import { createHmac } from "node:crypto";
import type { ChannelKind } from "../channel.ts";
import { type NoticeUrl, queryValue } from "../notice-url.ts";
import type { NoticeRequest } from "../send-request.ts";
import { baseUrl } from "./base-url.ts";
import { basicAuthorization, fault, httpChannel, postJson } from "./http-channel.ts";

/** Keys of the query that are for us and not for the server. */
const ownKeys = /^(secret_file|template|disabletls|scheme|titlekey|messagekey|contenttype|method|@.*|\$.*)$/i;

/**
 * Any web server: our own JSON, signed where `secret_file` names a secret; `generic://` and `json://` as Shoutrrr and
 * Apprise write them, with `@Header=value`, and `template=json` for Shoutrrr's title and message.
 */
export const webhook: ChannelKind = {
  schemes: ["webhook", "webhooks", "generic", "generics", "json", "jsons"],
  example: "webhook+https://example.no/hook?secret_file=/etc/gigahost-ddns/hook",
  read(url, files) {
    if (url.host === "") return fault("has no host");
    const secretFile = queryValue(url, "secret_file");
    const secret = secretFile === null ? null : files(secretFile);
    if (secretFile !== null && !secret) return fault("names a secret_file that is missing, empty or can't be read");
    const target = targetOf(url);
    const headers = headersOf(url);
    const shape = queryValue(url, "template")?.toLowerCase() === "json" ? shoutrrrShape(url) : null;
    return httpChannel({
      label: `${url.scheme} (${url.authority})`,
      requests: (message) => [
        sign(postJson(target, shape === null ? message : shape(message.title, message.text), headers), secret),
      ],
    });
  },
};

function targetOf(url: NoticeUrl): string {
  const passedOn = url.query.filter(([key]) => !ownKeys.test(key));
  const query = new URLSearchParams(passedOn.map((pair): [string, string] => [...pair])).toString();
  return `${baseUrl(url)}${url.path === "" ? "/" : url.path}${query === "" ? "" : `?${query}`}`;
}

function headersOf({ user, password, query }: NoticeUrl): Record<string, string> {
  const own = query.filter(([key]) => /^@[\w-]+$/.test(key)).map(([key, value]) => [key.slice(1).toLowerCase(), value]);
  return {
    ...(user ? { authorization: basicAuthorization(user, password ?? "") } : {}),
    ...(Object.fromEntries(own) as Record<string, string>), // pairs of strings
  };
}

function shoutrrrShape(url: NoticeUrl): (title: string, message: string) => Record<string, string> {
  const extra = url.query.filter(([key]) => key.startsWith("$")).map(([key, value]) => [key.slice(1), value]);
  const titleKey = queryValue(url, "titlekey") ?? "title";
  const messageKey = queryValue(url, "messagekey") ?? "message";
  return (title, message) => ({ ...Object.fromEntries(extra), [titleKey]: title, [messageKey]: message });
}

function sign(request: NoticeRequest, secret: string | null): NoticeRequest {
  if (secret === null) return request;
  const signature = createHmac("sha256", secret)
    .update(request.body ?? "")
    .digest("hex");
  return { ...request, headers: { ...request.headers, "x-signature": `sha256=${signature}` } };
}
