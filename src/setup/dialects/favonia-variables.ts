/** The variables of one container. */
export type Variables = ReadonlyMap<string, string>;

/** What is set in an `.env`, or for each container of a compose file that has domains; none where it is neither. */
export async function readVariables(text: string): Promise<readonly Variables[]> {
  const env = readEnv(text);
  const all = env === null ? await readCompose(text) : [env];
  return all.filter((variables) => domainKeys.some((key) => variables.has(key)));
}

const domainKeys = ["DOMAINS", "IP4_DOMAINS", "IP6_DOMAINS"];

/** Null if it is not a list of variables. */
function readEnv(text: string): Variables | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const variables = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf("=");
    const name = line
      .slice(0, Math.max(0, at))
      .trim()
      .replace(/^export /, "")
      .trim();
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return null;
    variables.set(name, unquote(line.slice(at + 1).trim()));
  }
  return variables.size === 0 ? null : variables;
}

function unquote(value: string): string {
  const quote = value[0] ?? "";
  const end = quote === '"' || quote === "'" ? value.lastIndexOf(quote) : 0;
  if (end > 0) return value.slice(1, end);
  const comment = value.indexOf(" #");
  return (comment < 0 ? value : value.slice(0, comment)).trim();
}

/** The environment of each service, as a map or a list. */
async function readCompose(text: string): Promise<readonly Variables[]> {
  const { parse } = await import("yaml");
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 100, merge: true });
  } catch {
    return [];
  }
  const services = Object.values((document as { services?: object } | null)?.services ?? {}); // a compose file may be anything
  return services.map((service) => readEnvironment((service as { environment?: unknown } | null)?.environment)); // and so may a service
}

function readEnvironment(environment: unknown): Variables {
  const pairs = Array.isArray(environment)
    ? environment.map((entry) => /^([^=]+)=([\s\S]*)$/.exec(String(entry))?.slice(1) ?? [])
    : Object.entries(environment ?? {});
  return new Map(pairs.flatMap(([key, value]) => (key ? [[String(key), String(value ?? "")] as const] : [])));
}
