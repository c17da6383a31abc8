import type { NoticeEvent } from "../../model/settings/notice-event.ts";
import type { ChannelKind } from "../channel.ts";
import { cutText } from "../cut-text.ts";
import { queryValue } from "../notice-url.ts";
import { baseUrl } from "./base-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

const priorities: Readonly<Record<NoticeEvent, number>> = { changed: 4, recovered: 4, trouble: 7, held: 8 };

/** Gotify: `POST /message` with the application's token in a header, never in the URL that servers log. */
export const gotify: ChannelKind = {
  schemes: ["gotify", "gotifys"],
  example: "gotify://gotify.example.no/TOKEN",
  read(url) {
    const token = url.segments.at(-1) ?? queryValue(url, "token");
    if (!token || url.host === "") return fault("has no token; the application's token goes at the end of the path");
    const above = url.segments.slice(0, -1).map((segment) => `/${encodeURIComponent(segment)}`);
    const priority = Number(queryValue(url, "priority") ?? Number.NaN);
    return httpChannel({
      label: `gotify (${url.authority})`,
      requests: ({ event, title, text }) => [
        postJson(
          `${baseUrl(url)}${above.join("")}/message`,
          {
            title,
            message: cutText(text, { max: 16_384, unit: "bytes" }),
            priority: priority >= 0 && priority <= 10 ? priority : priorities[event],
          },
          { "x-gotify-key": token },
        ),
      ],
    });
  },
};
