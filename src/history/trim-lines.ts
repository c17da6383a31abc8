/**
 * Which lines of the file are kept when it is full, oldest first: the newest, three quarters of the room. Changes have
 * half of that for themselves, so that a trouble that comes and goes all day doesn't push out months of addresses.
 */
export function trimLines(lines: readonly string[], maxBytes: number): string[] {
  const room = Math.floor(maxBytes * 0.75);
  const all = lines.map((line, place) => ({ line, place, bytes: Buffer.byteLength(line) }));
  const changes = all.filter(({ line }) => line.includes('"event":"changed"'));
  const others = all.filter(({ line }) => !line.includes('"event":"changed"'));
  const keptOthers = takeNewest(others, room - sizeOf(takeNewest(changes, room / 2)));
  // What the others leave is for the changes again.
  const keptChanges = takeNewest(changes, room - sizeOf(keptOthers));
  return [...keptOthers, ...keptChanges].sort((one, other) => one.place - other.place).map(({ line }) => line);
}

interface StoredLine {
  readonly line: string;
  readonly place: number;
  readonly bytes: number;
}

function takeNewest(lines: readonly StoredLine[], maxBytes: number): readonly StoredLine[] {
  let room = maxBytes;
  let first = lines.length;
  while (first > 0) {
    room -= lines[first - 1]?.bytes ?? 0;
    if (room < 0) break;
    first -= 1;
  }
  return lines.slice(first);
}

function sizeOf(lines: readonly StoredLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes, 0);
}
