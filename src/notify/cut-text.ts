/** The limit of a service: in bytes of UTF-8, or in UTF-16 units as JavaScript and most services count. */
export interface TextLimit {
  readonly max: number;
  readonly unit: "bytes" | "characters";
}

/** A text within the limit: whole lines from the top, then how many more there were; a first line too long is cut itself. */
export function cutText(text: string, limit: TextLimit): string {
  if (measure(text, limit) <= limit.max) return text;
  const lines = text.split("\n");
  const kept: string[] = [];
  // Room for the longest ending that can follow.
  let room = limit.max - measure(ending(lines.length), limit);
  for (const line of lines) {
    room -= measure(`${line}\n`, limit);
    if (room < 0) break;
    kept.push(line);
  }
  if (kept.length === 0) return cutLine(lines[0] ?? "", limit);
  const left = lines.slice(kept.length).filter((line) => line.trim() !== "").length;
  return `${kept.join("\n").trimEnd()}\n${ending(left)}`;
}

function ending(lineCount: number): string {
  return `… and ${lineCount} more ${lineCount === 1 ? "line" : "lines"}`;
}

/** Never inside a character. */
function cutLine(line: string, limit: TextLimit): string {
  let room = limit.max - measure("…", limit);
  let kept = "";
  for (const character of line) {
    room -= measure(character, limit);
    if (room < 0) break;
    kept += character;
  }
  return `${kept}…`;
}

function measure(text: string, { unit }: TextLimit): number {
  return unit === "bytes" ? Buffer.byteLength(text) : text.length;
}
