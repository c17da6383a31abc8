import { isAbsolute } from "node:path";

/**
 * The user's home directory. Null if there is none: containers run under any number, which has no line in /etc/passwd;
 * an empty $HOME is nobody's, and not the working directory.
 */
export function findHome({ HOME: home }: NodeJS.ProcessEnv): string | null {
  if (home) return home;
  try {
    // Not imported: it is hardly ever needed, and healthcheck would load it each time.
    const dir = process.getBuiltinModule("node:os").homedir();
    return isAbsolute(dir) ? dir : null;
  } catch {
    return null;
  }
}
