import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childOf, readXml } from "../../../src/platform/upnp/read-xml.ts";

function root(text: string) {
  const read = readXml(text);
  if (!read.ok) throw new Error(read.reason);
  return read.root;
}

describe("reading what routers write", () => {
  it("gives names without prefixes, and texts without the white space around them", () => {
    const read = root(
      '\ufeff<?xml version="1.0"?>\r\n<!-- <x> --><s:a b="1>2" c=\'"\'> <u:d>\n 185.0.2.1 </u:d><e/></s:a>\n',
    );
    expect(read.name).toBe("a");
    expect(childOf(read, "d")?.text).toBe("185.0.2.1");
    expect(childOf(read, "e")).toEqual({ name: "e", text: "", children: [] });
    expect(childOf(read, "x")).toBeUndefined();
  });

  it("knows the entities of XML itself, characters by number and CDATA", () => {
    expect(root("<a>A &amp; B &lt;&gt;&quot;&apos; &#65;&#x42;<![CDATA[ <c> & ]]></a>").text).toBe(
      "A & B <>\"' AB <c> &",
    );
  });

  it.each([
    ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "brings a document type of its own"],
    ["a document type within", "<a><!DOCTYPE a></a>", "brings a document type of its own"],
    ["an entity that nobody has", "<a>&b;</a>", "names an entity that XML doesn't have"],
    ["an entity without an end", "<a>a & b</a>", "names an entity that XML doesn't have"],
    ["a character beyond Unicode", "<a>&#x110000;</a>", "names an entity that XML doesn't have"],
    ["crossed elements", "<a><b></a></b>", "closes elements in the wrong order"],
    ["an element that stays open", "<a><b></b>", "is not a complete XML document"],
    ["nothing", " ", "is not a complete XML document"],
    ["two roots", "<a/><b/>", "goes on behind its end"],
    ["text around it", "<a/>b", "is not XML"],
    ["plain text", "185.0.2.1", "is not XML"],
    ["a tag that breaks off", "<a b='", "breaks off"],
    ["a comment that breaks off", "<a><!-- ", "breaks off"],
    ["a tag within a tag", "<a <b>", "is not XML"],
    ["a nameless tag", "<>", "is not XML"],
    ["more than a router writes", `<a>${"b".repeat(65_536)}</a>`, "is too long"],
    ["elements without number", `<a>${"<b/>".repeat(2_001)}</a>`, "has too many elements"],
    ["depth without end", "<a>".repeat(33), "has too many elements"],
  ])("refuses %s", (_title, text, reason) => {
    expect(readXml(text)).toEqual({ ok: false, reason });
  });

  it("ends with an answer or a reason, whatever the text", () => {
    const bits = fc.constantFrom(
      "<a>",
      "</a>",
      "<b c='",
      "'>",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "&",
      "amp;",
      "<?",
      "x",
      "<!",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(bits, fc.string({ maxLength: 3 })), { maxLength: 40 }), (parts) => {
        const read = readXml(parts.join(""));
        expect(read.ok ? read.root.name : read.reason).not.toBe("");
      }),
    );
  });
});
