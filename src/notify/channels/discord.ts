import type { NoticeEvent } from "../../model/settings/notice-event.ts";
import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import { queryValue } from "../notice-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

const colors: Readonly<Record<NoticeEvent, number>> = {
  changed: 0x3b82f6,
  recovered: 0x22c55e,
  trouble: 0xf59e0b,
  held: 0xef4444,
};

/** A Discord webhook: Shoutrrr's `discord://TOKEN@ID`, or Apprise's `discord://ID/TOKEN`; an id is 17 to 20 digits. */
export const discord: ChannelKind = {
  schemes: ["discord"],
  example: "discord://TOKEN@WEBHOOKID",
  read(url) {
    const parts = [url.user, url.authority, ...url.segments].filter((part): part is string => Boolean(part));
    const id = parts.find((part) => /^\d{17,20}$/.test(part));
    // Behind the id as Apprise has it, where a user is the bot's name; before it as Shoutrrr has it.
    const token = [...url.segments, url.authority, url.user].find(
      (part) => part && part !== id && /^[\w-]+$/.test(part),
    );
    if (!id || !token) return fault("needs the webhook's id (17 to 20 digits) and its token");
    const thread = queryValue(url, "thread_id", "thread");
    const query = thread === null ? "" : `?thread_id=${encodeURIComponent(thread)}`;
    return httpChannel({
      label: "discord",
      requests: ({ event, title, text }) => [
        postJson(`https://discord.com/api/webhooks/${id}/${token}${query}`, {
          embeds: [
            {
              title: cutText(title, { max: 256, unit: "characters" }),
              description: cutText(text, { max: 4096, unit: "characters" }),
              color: colors[event],
            },
          ],
          // A hostname never calls @everyone.
          allowed_mentions: { parse: [] },
        }),
      ],
    });
  },
};
