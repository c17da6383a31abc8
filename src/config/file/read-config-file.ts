import { prepareForThousands } from "../../platform/memory/prepare-for-thousands.ts";
import type { Findings } from "../findings.ts";
import { settingsSchema } from "../schema.ts";
import { readPlainYaml } from "./plain/read-plain-yaml.ts";
import { decodeText, explainReadError, type ReadFile } from "./read-bounded-file.ts";
import { readSettings } from "./read-settings.ts";

/** A hundred thousand hostnames with keys of their own. */
const maxBytes = 8 * 2 ** 20;
/** What the library's tree takes 100 MB for. */
const maxLibraryLength = 10 ** 6;

const tooLargeForLibrary =
  "a configuration of more than 1 MB has each value on one line, and no tabs, anchors, tags or comments in brackets; what differs from that, or is wrong, is about here";

/** From about two thousand hostnames on, memory is worth sparing. */
const minSparingLength = 50_000;

/** The file's settings as far as they fit the schema; null if it can't be read as YAML at all. The rest is in the findings. */
export async function readConfigFile(
  file: string,
  environment: NodeJS.ProcessEnv,
  readFile: ReadFile,
  findings: Findings,
): Promise<Record<string, unknown> | null> {
  const refuse = (message: string, place = { line: null, column: null } as Position) => {
    findings.problems.push({ file, ...place, path: "", message });
    return null;
  };
  let text: string | null;
  try {
    const { bytes, mode } = await readFile(file, maxBytes);
    text = decodeText(bytes);
    findings.fileMode = mode;
  } catch (error) {
    return refuse(`the configuration file: ${explainReadError(error, file, "configuration")}`);
  }
  if (text === null) return refuse("expected a YAML text in UTF-8; this is binary, or in another encoding");
  if (text.length > minSparingLength) prepareForThousands();
  const plain = readPlainYaml(text);
  if (!plain.ok && text.length > maxLibraryLength) return refuse(tooLargeForLibrary, plain.stoppedAt);
  const parsed = plain.ok ? plain : (await import("./parse-yaml.ts")).parseYaml(text);
  if (!parsed.ok) {
    for (const { message, ...place } of parsed.faults) refuse(message, place);
    return null;
  }
  return readSettings({ file, root: parsed.root, environment, findings, shape: settingsSchema });
}

interface Position {
  readonly line: number | null;
  readonly column: number | null;
}
