import { expect, it } from "vitest";
import { parse } from "yaml";
import { readPlainValue } from "../../../../src/config/file/plain/read-plain-value.ts";

const clients = `# written by gateway add
- name: cabin
  password_hash: "sha256:ab:cd"
  hostnames: [ cabin.example.no, "www.example.no" ]
- name: shed # behind the house
  password_hash: sha256:ef:01
  hostnames:
    - shed.example.no
  query: true
  from:
`;

it.each([clients, "- 1\n- 0x10\n- 1e3\n- ~\n- false\n- ''\n", "a: { b: [1, c] }\n", "- __proto__: 1\n", ""])(
  "reads %j as the library does",
  (text) => expect(readPlainValue(text)).toEqual(parse(text)),
);

it.each([
  ["a key that is there twice", "- name: a\n  name: b\n"],
  ["an anchor", "- &a 1\n- *a\n"],
  ["a text on several lines", "- |\n  a\n  b\n"],
  ["a fault", "- [a\n"],
])("leaves %s to the library", (_what, text) => expect(readPlainValue(text)).toBeUndefined());
