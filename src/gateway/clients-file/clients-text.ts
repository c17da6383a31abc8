/** Ten thousand clients with their hashes and a few names each. */
export const maxClientsFileBytes = 8 * 1024 * 1024;

/** An entry as it is written; whether it is right is the configuration's to judge. */
export type ClientEntry = Readonly<Record<string, unknown>>;

/** The entries of a file of clients, a list as YAML or JSON; null for what is neither. JSON costs a hundredth of YAML's memory. */
export async function parseClients(text: string): Promise<readonly unknown[] | null> {
  if (text.trim() === "") return [];
  const value = parseJson(text) ?? (await parseYaml(text));
  return Array.isArray(value) ? value : null;
}

/** The text with one more client: YAML stays as its user wrote it, JSON is a client a line. */
export async function addClientText(text: string, entry: ClientEntry): Promise<string> {
  const entries = readJsonList(text);
  if (entries !== null) return renderJson([...entries, entry]);
  const document = await openYaml(text);
  document.add(entry);
  return document.toString(styleOf(text));
}

/** The text without the client of that name. */
export async function removeClientText(text: string, name: string): Promise<string> {
  const isNamed = (entry: unknown) => (entry as ClientEntry | null)?.name === name; // null and texts have no name either
  const entries = readJsonList(text);
  if (entries !== null) return renderJson(entries.filter((entry) => !isNamed(entry)));
  const document = await openYaml(text);
  const at = ((await parseYaml(text)) as readonly unknown[]).findIndex(isNamed); // it was read as a list before
  if (at >= 0) document.delete(at);
  return document.toString(styleOf(text));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return null;
  }
}

async function openYaml(text: string) {
  const { parseDocument } = await import("yaml");
  return parseDocument(text);
}

/** Lines are not broken again, and lists in brackets keep their spaces. */
function styleOf(text: string) {
  return { lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) };
}

/** Null for YAML that is not JSON, too. */
function readJsonList(text: string): readonly unknown[] | null {
  if (text.trim() === "") return [];
  const value = parseJson(text);
  return Array.isArray(value) ? value : null;
}

function renderJson(entries: readonly unknown[]): string {
  if (entries.length === 0) return "[]\n";
  return `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(",\n")}\n]\n`;
}
