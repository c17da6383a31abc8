import { chmod, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { namingFile } from "../platform/files/file-error.ts";

export interface FileToSave {
  readonly path: string;
  readonly text: string;
  /** Others may not read it. */
  readonly isSecret: boolean;
}

/** Which of the files are there already. */
export async function findExisting(files: readonly FileToSave[]): Promise<readonly string[]> {
  const found = await Promise.all(
    files.map(({ path }) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => found[index]).map(({ path }) => path);
}

/** Writes all of them, the secrets first, each whole or not at all; the directory is everybody's to look into. */
export async function saveFiles(files: readonly FileToSave[]): Promise<void> {
  for (const file of [...files].sort((one, other) => Number(other.isSecret) - Number(one.isSecret))) {
    await mkdir(dirname(file.path), { recursive: true, mode: 0o755 });
    const temporary = `${file.path}.${process.pid}.tmp`;
    await rm(temporary, { force: true });
    try {
      // The user knows the file's own name, not this one.
      await namingFile(file.path, () => writeWhole(temporary, file));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}

async function writeWhole(temporary: string, { path, text, isSecret }: FileToSave): Promise<void> {
  const mode = isSecret ? 0o600 : 0o644;
  const handle = await open(temporary, "wx", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // Whatever the umask says.
  await chmod(temporary, mode);
  await rename(temporary, path);
}
