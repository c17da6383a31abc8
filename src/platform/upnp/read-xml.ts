import type { Fallible } from "../../model/fallible.ts";
/** An element of a small XML document; names are without their namespace's prefix, attributes are skipped. */
export interface XmlElement {
  readonly name: string;
  /** Its own text, without that of its children and without white space around it. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** `reason` goes behind "an answer that …". */
export type ReadXml = Fallible<{ readonly root: XmlElement }>;

const maxCharacters = 64 * 1024;
const maxElements = 2_000;
const maxDepth = 32;

/**
 * Reads what routers write, and nothing more of XML: no document type, hence no entities but the five of XML itself and
 * single characters by number. Linear in the length of the text.
 */
export function readXml(text: string): ReadXml {
  if (text.length > maxCharacters) return { ok: false, reason: "is too long" };
  try {
    return { ok: true, root: new XmlReader(text).readDocument() };
  } catch (error) {
    if (error instanceof NotXml) return { ok: false, reason: error.message };
    throw error;
  }
}

/** The first element of that name directly below. */
export function childOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((child) => child.name === name);
}

/** Only to leave the reader from any depth. */
class NotXml extends Error {}

interface OpenElement {
  /** As written, with the prefix. */
  readonly fullName: string;
  readonly text: string[];
  readonly children: XmlElement[];
}

class XmlReader {
  readonly #text: string;
  readonly #open: OpenElement[] = [];
  #position = 0;
  #elements = 0;
  #root: XmlElement | null = null;

  constructor(text: string) {
    this.#text = text.startsWith("\ufeff") ? text.slice(1) : text;
  }

  readDocument(): XmlElement {
    while (this.#position < this.#text.length) {
      if (this.#text[this.#position] === "<") this.#readMarkup();
      else this.#readText();
    }
    if (this.#root === null || this.#open.length > 0) throw new NotXml("is not a complete XML document");
    return this.#root;
  }

  #readMarkup(): void {
    if (this.#at("<?")) this.#skipPast("?>");
    else if (this.#at("<!--")) this.#skipPast("-->");
    else if (this.#at("<![CDATA[")) this.#addText(this.#skipPast("]]>").slice("<![CDATA[".length, -"]]>".length));
    else if (this.#at("<!")) throw new NotXml("brings a document type of its own");
    else if (this.#at("</")) this.#closeElement();
    else this.#openElement();
  }

  #at(mark: string): boolean {
    return this.#text.startsWith(mark, this.#position);
  }

  /** Everything up to the mark and with it. */
  #skipPast(mark: string): string {
    const end = this.#text.indexOf(mark, this.#position);
    if (end === -1) throw new NotXml("breaks off");
    const passed = this.#text.slice(this.#position, end + mark.length);
    this.#position = end + mark.length;
    return passed;
  }

  #readText(): void {
    const end = this.#text.indexOf("<", this.#position);
    const text = this.#text.slice(this.#position, end === -1 ? undefined : end);
    this.#position += text.length;
    this.#addText(text.replace(/&([^;&<]{0,12});?/g, decodeReference));
  }

  #addText(text: string): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.text.push(text);
    else if (text.trim() !== "") throw new NotXml("is not XML");
  }

  #openElement(): void {
    if (this.#root !== null) throw new NotXml("goes on behind its end");
    this.#elements++;
    if (this.#elements > maxElements || this.#open.length >= maxDepth) throw new NotXml("has too many elements");
    const tag = this.#readTag();
    const isEmpty = tag.endsWith("/");
    const [fullName] = /^[A-Za-z_][\w.:-]{0,127}/.exec(tag) ?? [];
    if (fullName === undefined) throw new NotXml("is not XML");
    this.#open.push({ fullName, text: [], children: [] });
    if (isEmpty) this.#endElement();
  }

  /** What stands between the angle brackets; a bracket within a quoted value ends nothing. */
  #readTag(): string {
    const start = this.#position + 1;
    let quote = "";
    for (let index = start; index < this.#text.length; index++) {
      const character = this.#text[index] ?? "";
      if (quote !== "") quote = character === quote ? "" : quote;
      else if (character === '"' || character === "'") quote = character;
      else if (character === "<") throw new NotXml("is not XML");
      else if (character === ">") {
        this.#position = index + 1;
        return this.#text.slice(start, index);
      }
    }
    throw new NotXml("breaks off");
  }

  #closeElement(): void {
    const name = this.#skipPast(">").slice(2, -1).trim();
    if (this.#open.at(-1)?.fullName !== name) throw new NotXml("closes elements in the wrong order");
    this.#endElement();
  }

  #endElement(): void {
    const ended = this.#open.pop();
    if (ended === undefined) return;
    const name = ended.fullName.slice(ended.fullName.lastIndexOf(":") + 1);
    const element = { name, text: ended.text.join("").trim(), children: ended.children };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
  }
}

const known: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeReference(whole: string, name: string): string {
  if (whole.endsWith(";") && Object.hasOwn(known, name)) return known[name] ?? "";
  const number = /^#(?:x([\da-f]{1,6})|(\d{1,7}))$/i.exec(name);
  const code = number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? "", number[1] ? 16 : 10);
  if (!whole.endsWith(";") || !(code > 0 && code <= 0x10ffff))
    throw new NotXml("names an entity that XML doesn't have");
  return String.fromCodePoint(code);
}
