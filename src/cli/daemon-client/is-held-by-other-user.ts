import { readFile, stat } from "node:fs/promises";

/**
 * Whether somebody listens at a port who is neither root nor the owner of a state directory: a daemon of such a user may
 * have been unable to leave its socket there. False if the system doesn't tell.
 */
export async function isHeldByOtherUser(port: number, stateDir: string): Promise<boolean> {
  const owner = await stat(stateDir).then(
    ({ uid }) => uid,
    () => 0,
  );
  const tables = await Promise.all(
    ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFile(file, "utf8").catch(() => "")),
  );
  return listListeners(tables.join("\n"), port).some((uid) => uid !== 0 && uid !== owner);
}

const listening = "0A";

/** User ids of those who listen at a port. Each line: number, local address, remote one, state, queues, timer, retries, user … */
function listListeners(table: string, port: number): readonly number[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = "", , state]) => state === listening && local.endsWith(ending))
    .map((fields) => Number(fields[7]));
}
