import type { NoticeEvent } from "../../model/settings/notice-event.ts";
import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import { type NoticeUrl, queryList, queryValue } from "../notice-url.ts";
import { baseUrl, segmentsAbove } from "./base-url.ts";
import { basicAuthorization, fault, httpChannel, postJson } from "./http-channel.ts";

/** Longer ones become attachments (ntfy, publish.md). */
const maxText = { max: 4096, unit: "bytes" } as const;
const priorities: Readonly<Record<NoticeEvent, number>> = { changed: 3, recovered: 3, trouble: 4, held: 4 };
const tags: Readonly<Record<NoticeEvent, string>> = {
  changed: "arrows_counterclockwise",
  recovered: "white_check_mark",
  trouble: "warning",
  held: "no_entry",
};

/** ntfy, its own server or any: JSON to the root keeps titles in UTF-8 whole, which headers don't. */
export const ntfy: ChannelKind = {
  schemes: ["ntfy", "ntfys"],
  example: "ntfy://ntfy.sh/my-topic",
  read(url) {
    // Apprise's short form for ntfy.sh: ntfy://topic.
    const atNtfySh = url.segments.length === 0 && url.authority !== "" && !url.host.includes(".");
    const [topic = ""] = atNtfySh ? [url.authority] : url.segments.slice(-1);
    if (topic === "") return fault("has no topic");
    const root = atNtfySh ? "https://ntfy.sh/" : `${baseUrl(url)}/${segmentsAbove(url).join("/")}`;
    const priority = Number(queryValue(url, "priority") ?? Number.NaN);
    const ownTags = queryList(url, "tags");
    return httpChannel({
      label: `ntfy (${atNtfySh ? "ntfy.sh" : url.authority})`,
      requests: ({ event, title, text }) => [
        postJson(
          root,
          {
            topic,
            title: cutText(title, { max: 250, unit: "characters" }),
            message: cutText(text, maxText),
            priority: priority >= 1 && priority <= 5 ? priority : priorities[event],
            tags: ownTags.length > 0 ? ownTags : [tags[event]],
          },
          authorizationOf(url),
        ),
      ],
    });
  },
};

/** A token stands alone as the user (Apprise), as the password without a user, or as a user's password (`tk_…`). */
function authorizationOf({ user, password }: NoticeUrl): Record<string, string> {
  const token =
    [password, user].find((part) => part?.startsWith("tk_")) ??
    (password === null || !user ? (password ?? user) : null);
  if (token) return { authorization: `Bearer ${token}` };
  return user ? { authorization: basicAuthorization(user, password ?? "") } : {};
}
