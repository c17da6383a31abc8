import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What is there now where this program was started from: a version, or that it was removed. */
export type Installed = { readonly version: string } | "removed";

/**
 * Finds the package that the program was started from; returns a function that tells what is installed there now. Null where
 * it is in none of ours.
 */
export async function findInstalled(program: string, own: string): Promise<(() => Promise<Installed | null>) | null> {
  const file = await realpath(program).catch(() => null);
  const look = async () => {
    if (file === null) return null;
    const found = await readVersion(join(dirname(file), "..", "package.json"));
    if (found !== null) return { version: found };
    const isThere = await stat(file).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== "ENOENT",
    );
    return isThere ? null : ("removed" as const);
  };
  const found = await look();
  return found !== null && found !== "removed" && found.version === own ? look : null;
}

async function readVersion(file: string): Promise<string | null> {
  try {
    const { name, version } = JSON.parse(await readFile(file, "utf8"));
    return name === "gigahost-ddns" && /^[\w.+~-]{1,50}$/.test(version) ? version : null;
  } catch {
    return null;
  }
}
