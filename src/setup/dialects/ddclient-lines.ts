/** The settings of a line of ddclient's configuration, and who they are for. */
export interface DdclientLine {
  readonly settings: ReadonlyMap<string, string>;
  /** None: they apply to what follows. */
  readonly names: readonly string[];
}

/** Lines without comments; a backslash at the end joins the next line. */
export function readDdclientLines(text: string): readonly DdclientLine[] {
  const lines = text.split(/\r?\n/).map((line) => cutComment(quotePassword(line)));
  const joined: string[] = [];
  let open = "";
  for (const line of lines) {
    const whole = open + line;
    const end = whole.trimEnd();
    open = end.endsWith("\\") ? `${end.slice(0, -1)} ` : "";
    if (open === "" && end !== "") joined.push(whole.trim());
  }
  if (open.trim() !== "") joined.push(open.trim());
  return joined.map(readLine);
}

/**
 * A password is read literally, up to a blank or between single quotes: `#`, `"` and backslashes are its own.
 * It is written here in the quotes that the other values have.
 */
function quotePassword(line: string): string {
  const found = /^(?:[^#]*[\s,])?(?:[a-z-]{0,20}password)\s*=\s*/i.exec(line)?.[0];
  if (found === undefined) return line;
  const rest = line.slice(found.length);
  const single = /^'(.*?)'(?=[\s,]|$)/.exec(rest);
  if (rest.startsWith('"')) return line;
  const [whole, password] = single ? [single[0], single[1] ?? ""] : readBare(rest);
  return `${found}"${password.replace(/["\\]/g, "\\$&")}"${rest.slice(whole.length)}`;
}

function readBare(rest: string): readonly [whole: string, password: string] {
  const bare = /^\S*/.exec(rest)?.[0] ?? "";
  const isLast = bare.length === rest.trimEnd().length;
  // A comma parts it from what follows, and a backslash at the end joins the next line.
  const end = isLast && bare.endsWith("\\") ? bare.slice(0, -1) : bare;
  const password = end.endsWith(",") ? end.slice(0, -1) : end;
  return [password, password];
}

/** Quotes and backslashes keep a `#`. */
function cutComment(line: string): string {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (letter === "\\") at++;
    else if (quote !== "") quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === "#") return line.slice(0, at);
  }
  return line;
}

const setting = /^([A-Za-z][\w-]*)\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?:[^\s,\\]|\\.)*)\s*,?\s*/;

/** Names follow the settings, with commas between them; a login and a password may follow, as they once did. */
function readLine(line: string): DdclientLine {
  const settings = new Map<string, string>();
  let rest = line;
  for (let match = setting.exec(rest); match; match = setting.exec(rest)) {
    const [whole, key = "", value = ""] = match;
    settings.set(key.toLowerCase(), unquote(value));
    rest = rest.slice(whole.length);
  }
  const [hosts = "", login, password] = rest
    .split(",")
    .map((part) => part.trim())
    .join(",")
    .split(/\s+/);
  if (login !== undefined) settings.set("login", login);
  if (password !== undefined) settings.set("password", password);
  const names = [hosts, settings.get("host") ?? ""].flatMap((list) => list.split(",")).filter(Boolean);
  settings.delete("host");
  return { settings, names };
}

function unquote(value: string): string {
  const quoted = /^(["'])([\s\S]*)\1$/.exec(value)?.[2];
  return (quoted ?? value).replace(/\\(.)/g, "$1");
}
