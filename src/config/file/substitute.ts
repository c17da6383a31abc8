/** The result of replacing a text's `${NAME}`s. */
export interface Substitution {
  readonly text: string;
  /** The text was nothing but one `${NAME}` or `${NAME:-default}`: it is read again as a YAML scalar. */
  readonly whole: boolean;
  /** The variables whose value went in. */
  readonly used: readonly string[];
  /** The variables that are not set and have no default. */
  readonly missing: readonly string[];
}

const none: readonly string[] = [];

const special = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Puts the environment into a text: only `${NAME}` and `${NAME:-default}` are special (the default also stands in for
 * an empty variable, as in a shell), `$${` is a literal `${`, every other `$` stands for itself. What goes in is not
 * looked at again.
 */
export function substitute(text: string, environment: NodeJS.ProcessEnv): Substitution {
  if (!text.includes("${")) return { text, whole: false, used: none, missing: none };
  const used: string[] = [];
  const missing: string[] = [];
  let whole = false;
  // Without a closing brace after it nothing is special, and each `${` would be looked for one to the very end.
  const end = text.lastIndexOf("}") + 1;
  const replaced = text
    .slice(0, end)
    .replace(special, (match: string, name: string | undefined, otherwise: string | undefined) => {
      if (name === undefined) return "${";
      whole = match.length === text.length;
      const value = environment[name];
      if (value !== undefined && (value !== "" || otherwise === undefined)) {
        used.push(name);
        return value;
      }
      if (otherwise === undefined) missing.push(name);
      return otherwise ?? "";
    });
  return { text: replaced + text.slice(end).replaceAll("$${", "${"), whole, used, missing };
}
