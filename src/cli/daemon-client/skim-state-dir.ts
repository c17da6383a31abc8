import { defaultStateDir } from "../../config/values/default-state-dir.ts";

/**
 * Reads where the daemon's state is from a configuration written the plain way, or as JSON, without a YAML parser: loading
 * one would take longer than everything else that `status` and `healthcheck` do. Null: not sure, read it properly.
 */
export function skimStateDir(
  text: string | null,
  environment: NodeJS.ProcessEnv,
  file: string | null = null,
): string | null {
  const unset = defaultStateDir(file, environment);
  const written = text === null ? unset : skimText(text, unset);
  const dir = written && (environment.GIGAHOST_DDNS_STATE_DIR || written);
  return dir && isPlain(dir) ? dir : null;
}

function skimText(text: string, unset: string): string | null {
  return /^\s*\{/.test(text) ? skimJson(text, unset) : skimLines(text, unset);
}

/** A path that means itself: absolute, and nothing in it is replaced. */
function isPlain(path: string): boolean {
  return /^\/[\w./-]*$/.test(path);
}

function skimJson(text: string, unset: string): string | null {
  try {
    const config: unknown = JSON.parse(text);
    const { state_dir: dir = unset } = config as { state_dir?: unknown }; // it begins as an object does
    // Of a key that is there twice, JSON takes the last, and YAML neither.
    return typeof dir === "string" && text.split('"state_dir"').length <= 2 ? dir : null;
  } catch {
    return null;
  }
}

/** Null for what isn't a plain block mapping: at the margin there are its keys, the entries of their lists, and comments. */
function skimLines(text: string, unset: string): string | null {
  let found: string | null = null;
  // What belongs to no key, or goes on with the path, is not plain.
  let isIn = true;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    if (/^( |- |-$)/.test(line)) {
      if (isIn) return null;
      continue;
    }
    const [, key, value = ""] = /^([a-z0-9_]+):(?: +([^ ].*)?)?$/.exec(line) ?? [];
    if (key === undefined) return null;
    isIn = key === "state_dir";
    if (!isIn) continue;
    const dir = /^(\/[\w./-]*)( +#.*)?$/.exec(value)?.[1];
    if (dir === undefined || found !== null) return null;
    found = dir;
  }
  return found ?? unset;
}
