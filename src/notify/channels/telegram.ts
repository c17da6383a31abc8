import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import { type NoticeUrl, queryList } from "../notice-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

/** Telegram: Shoutrrr's `telegram://BOT:TOKEN@telegram?chats=ID,@channel`, or Apprise's `tgram://BOT:TOKEN/ID[:TOPIC]/…`. */
export const telegram: ChannelKind = {
  schemes: ["telegram", "tgram"],
  example: "telegram://123456:TOKEN@telegram?chats=123456789",
  read(url) {
    const token = url.user === null ? url.authority : `${url.user}:${url.password ?? ""}`;
    if (!/^\d+:[\w-]+$/.test(token)) return fault("needs the bot's token, as BotFather gives it: 123456:ABC…");
    const chats = readChats(url);
    if (chats.length === 0) return fault("has no chat to write to");
    return httpChannel({
      label: `telegram (${chats.length === 1 ? "1 chat" : `${chats.length} chats`})`,
      requests: ({ title, text }) =>
        chats.map(({ id, topic }) =>
          // No parse_mode: what a hostname has in it never becomes markup.
          postJson(`https://api.telegram.org/bot${token}/sendMessage`, {
            chat_id: id,
            ...(topic === null ? {} : { message_thread_id: topic }),
            text: cutText(`${title}\n${text}`, { max: 4096, unit: "characters" }),
            link_preview_options: { is_disabled: true },
          }),
        ),
    });
  },
};

function readChats(url: NoticeUrl): { id: string; topic: number | null }[] {
  const named = [...queryList(url, "chats", "channels", "to"), ...url.segments];
  return named.map((name) => {
    const [, id = name, topic] = /^(@?[\w-]+):(\d+)$/.exec(name) ?? [];
    // Apprise leaves the @ of a channel out; an id is a number.
    const isName = !/^[@-]|^\d+$/.test(id);
    return { id: isName ? `@${id}` : id, topic: topic === undefined ? null : Number(topic) };
  });
}
