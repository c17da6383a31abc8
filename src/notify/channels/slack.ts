import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import type { NoticeUrl } from "../notice-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

/** A Slack webhook: `slack://[BOT@]A/B/C` of Shoutrrr and Apprise, or Shoutrrr's newer `slack://hook:A-B-C@webhook`. */
export const slack: ChannelKind = {
  schemes: ["slack"],
  example: "slack://hook:T00000000-B00000000-XXXXXXXX@webhook",
  read(url) {
    const tokens = readTokens(url);
    if (tokens === null) return fault("needs the three parts of a webhook: T…, B… and the secret");
    return httpChannel({
      label: "slack",
      requests: ({ title, text }) => [
        postJson(`https://hooks.slack.com/services/${tokens.join("/")}`, {
          text: escapeText(cutText(`*${title}*\n${text}`, { max: 3000, unit: "characters" })),
        }),
      ],
    });
  },
};

function readTokens({ user, password, authority, segments }: NoticeUrl): readonly string[] | null {
  const parts = authority === "webhook" ? (password ?? user ?? "").split("-") : [authority, ...segments.slice(0, 2)];
  return parts.length === 3 && parts.every((part) => /^\w+$/.test(part)) ? parts : null;
}

/** The three characters that Slack reads as markup of its own. */
function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
