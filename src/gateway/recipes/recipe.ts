/** What a user types or pastes into one kind of device to make it send its address to the gateway. */
export interface Recipe {
  /** As its maker writes it: `FRITZ!Box`. */
  readonly device: string;
  /** Where to go: a menu, a file. */
  readonly place: string;
  /** What goes in: a form's fields in their order, or a text. */
  readonly content: (facts: RecipeFacts) => RecipeFields | string;
  /** What else to know, a sentence each. */
  readonly notes?: (facts: RecipeFacts) => readonly string[];
  /** It sends its credential in the URL only, so that the client has to allow that. */
  readonly needsQuery?: true;
}

export type RecipeFields = readonly (readonly [label: string, value: string])[];

export interface RecipeFacts {
  /** Where the device reaches the gateway: `http://192.168.1.2:8246`. */
  readonly origin: string;
  /** The same without the scheme. */
  readonly host: string;
  readonly isSecure: boolean;
  readonly user: string;
  readonly password: string;
  readonly hostnames: readonly string[];
  /** The first of them; what a client sends is for all of them, whichever it names. */
  readonly hostname: string;
}

/** Stands for this machine's address where it isn't known. */
export const unknownMachine = "THIS-MACHINE";

/** As it is printed. */
export function renderRecipe({ device, place, content, notes }: Recipe, facts: RecipeFacts): string {
  const filled = content(facts);
  const further = [...(notes?.(facts) ?? []), ...explainHost(facts)].map((note) => `- ${note}\n`).join("");
  const body = typeof filled === "string" ? `\n${filled.trim()}\n` : renderFields(filled);
  return `${device}: ${place}\n${body}${further === "" ? "" : `\n${further}`}`;
}

/** What `gateway add` knows of this machine may be nothing that a device reaches. */
function explainHost({ host }: RecipeFacts): readonly string[] {
  if (/^(?:127\.|localhost(?::|$)|\[::1\])/.test(host))
    return [
      `Only programs on this machine reach ${host}: elsewhere, type the address of what passes requests on to it.`,
    ];
  return host.startsWith(unknownMachine) ? [`Type this machine's address in place of ${unknownMachine}.`] : [];
}

function renderFields(fields: RecipeFields): string {
  const width = Math.max(...fields.map(([label]) => label.length));
  return fields.map(([label, value]) => `  ${label.padEnd(width)}  ${value}\n`).join("");
}
