import { formatCount } from "../format-count.ts";
import type { CountWords } from "../words.ts";

export const counts: CountWords = {
  hostnames: (shown, total) =>
    shown === total ? `${formatCount(total)} i alt` : `${formatCount(shown)} av ${formatCount(total)}`,
  page: (page, pages) => `Side ${formatCount(page)} av ${formatCount(pages)}`,
  moreAddresses: (count) => `og ${formatCount(count)} til, vist av`,
  moreNames: (count) => `og ${formatCount(count)} til`,
  changes: (count) => `${formatCount(count)} ${count === 1 ? "endring" : "endringer"}`,
  reactions: (typical, longest) => `vanligvis ${typical}, høyst ${longest}`,
  troubles: (count, length) => `${formatCount(count)}, ${length} i alt`,
  retryOf: (hostname) => `Prøv igjen: ${hostname}`,
  started: (ago) => `startet ${ago}`,
};
