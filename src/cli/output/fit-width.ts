/** Between two columns of a table. */
const gap = 2;
/** A column that is narrower than that is hard to read when its cells are broken. */
const minBrokenWidth = 16;
/** Only that many columns are broken: more of them are better told one below the other. */
const maxBroken = 2;

/**
 * The widths that let a table fit on a screen, by narrowing its widest column or two. As they are where there is no screen, or
 * it is wide enough; null if that would leave too little of them.
 */
export function narrowWidths(natural: readonly number[], screen: number | undefined): readonly number[] | null {
  const total = natural.reduce((sum, width) => sum + width, gap * (natural.length - 1));
  // A terminal that knows no width of its own says 0.
  if (!screen || total <= screen) return natural;
  const widest = natural.map((_, index) => index).sort((one, other) => (natural[other] ?? 0) - (natural[one] ?? 0));
  for (let count = 1; count <= maxBroken; count++) {
    const broken = widest.slice(0, count);
    const taken = broken.reduce((sum, index) => sum + (natural[index] ?? 0), 0);
    const each = Math.floor((screen - (total - taken)) / count);
    const isRead = each >= minBrokenWidth && broken.every((index) => (natural[index] ?? 0) > each);
    if (isRead) return natural.map((width, index) => (broken.includes(index) ? each : width));
  }
  return null;
}

/** Breaks a text into lines of a width, between words where it can. */
export function wrapCell(text: string, width: number): readonly string[] {
  if (countColumns(text) <= width) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => breakWord(each, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (countColumns(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  const letters = [...word];
  const pieces = Math.max(1, Math.ceil(letters.length / width));
  return Array.from({ length: pieces }, (_, at) => letters.slice(at * width, (at + 1) * width).join(""));
}

/** Columns a text takes on a terminal; exact for what this program shows (names, addresses, plain sentences). */
export function countColumns(text: string): number {
  return [...text].length;
}
