import * as v from "valibot";
import { noticeEvents } from "../../model/settings/notice-event.ts";
import type { NotifyConfig } from "../config.ts";
import { list, secret, text } from "./read.ts";
import { mask, type RowsOver } from "./row.ts";

/** One entry of `notify`. */
export const notifyRows = {
  url: {
    keys: {
      url: {
        read: v.optional(secret("Where notices go; a secret. Better kept out of this file: use url_file.")),
        variable: null,
      },
      url_file: { read: v.optional(text("File that holds the URL.")), variable: null },
    },
    show: () => ({ url: mask }),
  },
  // In the file that the URL names.
  secret: { coveredBy: "url" },
  on: {
    keys: {
      on: {
        read: v.optional(list(v.picklist(noticeEvents), "Which notices go there."), [...noticeEvents]),
        variable: null,
      },
    },
    show: ({ on }) => ({ on }),
  },
} as const satisfies RowsOver<NotifyConfig>;
