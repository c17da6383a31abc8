import type { NoticeEvent } from "../../model/settings/notice-event.ts";
import type { ChannelKind } from "../channel.ts";
import { queryList } from "../notice-url.ts";
import { baseUrl, segmentsAbove } from "./base-url.ts";
import { fault, httpChannel, postJson } from "./http-channel.ts";

const types: Readonly<Record<NoticeEvent, string>> = {
  changed: "info",
  recovered: "success",
  trouble: "warning",
  held: "failure",
};

/** An Apprise API server, which reaches a hundred services more by the configuration stored there under KEY. */
export const apprise: ChannelKind = {
  schemes: ["apprise", "apprises"],
  example: "apprise://apprise.example.no:8000/KEY?tags=admin",
  read(url) {
    const key = url.segments.at(-1);
    if (url.host === "" || key === undefined) return fault("lacks the KEY of a configuration stored there");
    const tags = queryList(url, "tags", "tag");
    return httpChannel({
      label: `apprise (${url.authority})`,
      requests: ({ event, title, text }) => [
        postJson([baseUrl(url), ...segmentsAbove(url), "notify", encodeURIComponent(key)].join("/"), {
          title,
          body: text,
          type: types[event],
          ...(tags.length > 0 ? { tag: tags.join(",") } : {}),
        }),
      ],
      findFault: (status) => (status === 204 ? "it has no service configured under that key and tag" : null),
    });
  },
};
