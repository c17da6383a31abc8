import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import { type NoticeUrl, queryList, queryValue } from "../notice-url.ts";
import { fault, httpChannel, postForm } from "./http-channel.ts";

const endpoint = "https://api.pushover.net/1/messages.json";

/** Pushover: Shoutrrr's `pushover://shoutrrr:APITOKEN@USERKEY`, or Apprise's `pover://USERKEY@APITOKEN[/DEVICE]`. */
export const pushover: ChannelKind = {
  schemes: ["pushover", "pover"],
  example: "pushover://shoutrrr:APITOKEN@USERKEY/",
  read(url) {
    const { token, user } = readKeys(url);
    if (!token || !user) return fault("needs both the application's token and the user's key");
    const devices = [...queryList(url, "devices", "device"), ...url.segments];
    const priority = Number(queryValue(url, "priority") ?? Number.NaN);
    return httpChannel({
      label: "pushover",
      requests: ({ title, text }) => [
        postForm(endpoint, {
          token,
          user,
          title: cutText(title, { max: 250, unit: "characters" }),
          message: cutText(text, { max: 1024, unit: "characters" }),
          ...(devices.length > 0 ? { device: devices.join(",") } : {}),
          // 2 repeats until somebody answers it, which is not for notices of ours.
          ...(priority >= -2 && priority <= 1 ? { priority: String(priority) } : {}),
        }),
      ],
    });
  },
};

function readKeys({ scheme, user, password, authority }: NoticeUrl): { token: string | null; user: string | null } {
  return scheme === "pover" ? { token: authority, user } : { token: password ?? user, user: authority };
}
