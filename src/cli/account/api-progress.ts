import type { CommandContext } from "../command-context.ts";

const redrawMs = 100;
const barColumns = 24;

export interface TransferProgress {
  show(bytes: number, totalBytes?: number | null): void;
  /** Takes the line away. */
  end(): void;
}

/** A line on stderr that says how far a transfer is; nothing where that is not a terminal. */
export function showProgress(
  { screen }: Pick<CommandContext, "screen">,
  verb: string,
  totalBytes: number | null,
): TransferProgress {
  if (screen.isTTY !== true) return { show() {}, end() {} };
  let drawnMs = Number.NEGATIVE_INFINITY;
  return {
    show(bytes, total = totalBytes ?? undefined) {
      const nowMs = performance.now();
      if (nowMs - drawnMs < redrawMs && bytes !== total) return;
      drawnMs = nowMs;
      screen.write(`\r\u001b[K${verb} ${total ? `${bar(bytes / total)} ` : ""}${describeBytes(bytes)}`);
    },
    end: () => void screen.write("\r\u001b[K"),
  };
}

function bar(part: number): string {
  const full = Math.round(Math.min(1, part) * barColumns);
  return `[${"#".repeat(full)}${" ".repeat(barColumns - full)}] ${String(Math.floor(Math.min(1, part) * 100)).padStart(3)} %`;
}

export function describeBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10)) : 0;
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
