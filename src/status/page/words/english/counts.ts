import { formatCount } from "../format-count.ts";
import type { CountWords } from "../words.ts";

export const counts: CountWords = {
  hostnames: (shown, total) =>
    shown === total ? `${formatCount(total)} in all` : `${formatCount(shown)} of ${formatCount(total)}`,
  page: (page, pages) => `Page ${formatCount(page)} of ${formatCount(pages)}`,
  moreAddresses: (count) => `and ${formatCount(count)} more, shown by`,
  moreNames: (count) => `and ${formatCount(count)} more`,
  changes: (count) => `${formatCount(count)} ${count === 1 ? "change" : "changes"}`,
  reactions: (typical, longest) => `typically ${typical}, ${longest} at most`,
  troubles: (count, length) => `${formatCount(count)}, ${length} in all`,
  retryOf: (hostname) => `Retry ${hostname}`,
  started: (ago) => `started ${ago}`,
};
