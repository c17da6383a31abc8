import type { Operation } from "../../../src/api/operation.ts";
import { sections } from "../../../src/api/operations/index.ts";

export interface NamedOperation {
  readonly section: string;
  readonly name: string;
  readonly entry: Operation;
  /** `GET /dns/zones`, as the fixtures name it. */
  readonly route: string;
}

/** The whole table, in the order of the sections. */
export async function everyOperation(): Promise<readonly NamedOperation[]> {
  const loaded = await Promise.all(
    Object.entries(sections).map(async ([section, load]) => {
      const entries: Readonly<Record<string, Operation>> = await load();
      return Object.entries(entries).map(([name, entry]) => ({
        section,
        name,
        entry,
        route: `${entry.method} ${entry.path}`,
      }));
    }),
  );
  return loaded.flat();
}
