import { type Flag, switchFlag, textFlag, WrongValue } from "./command.ts";

/** Null: the usual ones. */
export const columnsFlag: Flag<readonly string[] | null> = {
  written: "--columns <names>",
  about: "columns of the table, separated by commas",
  unset: null,
  read: splitList,
};
export const sortFlag = textFlag("--sort <column>", "sort by a column; append :desc to reverse the order");
export const yesFlag = switchFlag("-y, --yes", "don't ask for confirmation");
export const dryRunFlag = switchFlag("--dry-run", "show what would be done, and do nothing");

/** What stands between commas. */
export function splitList(text: string): readonly string[] {
  return text.split(",").map((word) => word.trim());
}

/** A flag followed by a whole number within bounds. */
export function numberFlag<Unset extends number | undefined>(
  written: string,
  about: string,
  { min, max, unset }: { readonly min: number; readonly max: number; readonly unset: Unset },
): Flag<number | Unset> {
  const read = (text: string) => {
    const value = Number(text);
    if (text.trim() !== "" && Number.isInteger(value) && value >= min && value <= max) return value;
    throw new WrongValue(`a whole number from ${min} to ${max}`);
  };
  return { written, about, unset, read };
}
