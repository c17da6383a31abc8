import type { DyndnsLine } from "./answer.ts";
import type { DyndnsForm } from "./simulator-options.ts";

/** The answer of a dyndns call as text; the form decides how two addresses of one hostname are written. */
export function renderDyndns(lines: readonly DyndnsLine[], form: DyndnsForm): string {
  const worded = arranged(
    lines.flatMap((line) => wordLine(line, form)),
    form,
  );
  const end = form === "crlf" ? "\r\n" : "\n";
  const body = worded.map((line) => line + end).join("");
  return form === "uppercase" ? body.toUpperCase() : body;
}

function wordLine(line: DyndnsLine, form: DyndnsForm): string[] {
  const addresses = [line.ipv4, line.ipv6].filter((address) => address !== null);
  const [first] = addresses;
  if (first === undefined || form === "word-only") return [line.word];
  if (form === "two-lines") return addresses.map((address) => `${line.word} ${address}`);
  if (form === "comma") return [`${line.word} ${addresses.join(",")}`];
  if (form === "space") return [`${line.word} ${addresses.join(" ")}`];
  if (form === "only-ipv6") return [`${line.word} ${line.ipv6 ?? first}`];
  return [`${line.word} ${first}`];
}

function arranged(lines: string[], form: DyndnsForm): string[] {
  if (form === "single-line") return lines.slice(0, 1);
  if (form === "missing-line") return lines.slice(0, -1);
  if (form === "extra-line") return [...lines, "good 192.0.2.255"];
  return lines;
}
