import type { Config } from "../../src/config/config.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import type { ReadFile } from "../../src/config/file/read-bounded-file.ts";
import type { Origins } from "../../src/config/findings.ts";
import { type LoadOptions, loadConfigWithOrigins } from "../../src/config/load-config.ts";

export const configFile = "/etc/test/config.yaml";

type Extra = Omit<LoadOptions, "environment"> & {
  readonly environment?: NodeJS.ProcessEnv;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
};

/** Loads a YAML text as the configuration file, beside other files that are there only in memory. */
export async function loadText(
  yaml: string | Uint8Array,
  extra: Extra = {},
): Promise<{ config: Config; origins: Origins }> {
  const files = new Map(Object.entries({ ...extra.files, [configFile]: yaml }));
  return loadConfigWithOrigins({ file: configFile, environment: {}, readFile: readFrom(files), ...extra });
}

/** What is wrong with a YAML text: `line:column path: message` each; empty when nothing is. */
export async function findProblems(yaml: string | Uint8Array, extra: Extra = {}): Promise<string[]> {
  try {
    await loadText(yaml, extra);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
}

/** A configuration in which nothing is wrong, with more keys at the end. */
export function withKeys(yaml: string): string {
  return `account: { api_key: flux_live_0 }\nhostnames: [home.example.no]\n${yaml}`;
}

export function readFrom(files: ReadonlyMap<string, string | Uint8Array>): ReadFile {
  return async (path, maxBytes) => {
    const content = files.get(path);
    if ([...files.keys()].some((file) => file.startsWith(`${path}/`))) {
      throw Object.assign(new Error("a directory"), { code: "EISDIR" });
    }
    if (content === undefined) throw Object.assign(new Error("not there"), { code: "ENOENT" });
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    if (bytes.length > maxBytes) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    return { bytes, mode: 0o600, uid: 0 };
  };
}
