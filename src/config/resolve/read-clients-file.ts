import * as v from "valibot";
import { maxClientsFileBytes, parseClients } from "../../gateway/clients-file/clients-text.ts";
import { findNearestWord } from "../../model/nearest-word.ts";
import { prepareForThousands } from "../../platform/memory/prepare-for-thousands.ts";
import { readPlainValue } from "../file/plain/read-plain-value.ts";
import { decodeText, explainReadError } from "../file/read-bounded-file.ts";
import { addProblem } from "../findings.ts";
import { clientRows } from "../rows/gateway.ts";
import { schemaOf } from "../rows/row.ts";
import type { SecretReader } from "./read-secrets.ts";

const clientSchema = schemaOf(clientRows);

/** A client as it is written, defaults filled in. */
export type WrittenClient = v.InferOutput<typeof clientSchema>;

const fileKey = "gateway.clients_file";

/** From about five hundred clients on, memory is worth sparing. */
const minSparingLength = 100_000;

/** The clients of `clients_file`: a list as YAML or JSON; one that isn't there has none. What is wrong goes to the findings. */
export async function readClientsFile(
  file: string,
  { readFile, findings }: SecretReader,
): Promise<readonly WrittenClient[]> {
  const refuse = (message: string) => {
    addProblem(findings, fileKey, message);
    return [];
  };
  let text: string | null;
  try {
    text = decodeText((await readFile(file, maxClientsFileBytes)).bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // made by the first `gateway add`
    return refuse(`the file ${file}: ${explainReadError(error, file)}`);
  }
  if (text === null) return refuse(`the file ${file} is not text (UTF-8)`);
  if (text.length > minSparingLength) prepareForThousands();
  const written = await parseCheaply(text);
  if (written === null) return refuse(`the file ${file} holds no list of clients, as YAML or JSON`);
  return written.flatMap((each, index) => {
    const read = v.safeParse(clientSchema, each);
    if (read.success) {
      if (read.output.password) findings.secrets.add(read.output.password);
      return [read.output];
    }
    const issue = read.issues[0];
    const path = issue.path?.map(({ key }) => String(key)).join(".") ?? "";
    refuse(`the file ${file}, client ${index + 1}${path === "" ? "" : `, ${path}`}: ${explain(issue, path)}`);
    return [];
  });
}

/** YAML as people write it costs a twentieth of what the library needs for it; JSON costs still less, and everything else is rare. */
async function parseCheaply(text: string): Promise<readonly unknown[] | null> {
  const value = text.trimStart().startsWith("[") ? undefined : readPlainValue(text);
  return Array.isArray(value) ? value : parseClients(text);
}

/** The value is never repeated: it may be a password. */
function explain(issue: v.BaseIssue<unknown>, path: string): string {
  if (issue.expected === "never") {
    const nearest = findNearestWord(path, Object.keys(clientSchema.entries));
    return `unknown key${nearest === null ? "" : `; did you mean "${nearest}"?`}`;
  }
  return `expected ${issue.expected ?? "something else"}`;
}
