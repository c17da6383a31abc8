import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { allKinds } from "../../../src/detect/kinds/all-kinds.ts";

/** A list of other sources. */
const lists = ["auto"];

it.each(Object.keys(allKinds).filter((kind) => !lists.includes(kind)))(
  "the kind %s is held to the contract in a file of its own",
  (kind) => {
    const text = readFileSync(new URL(`${kind}.test.ts`, import.meta.url), "utf8");
    expect(text).toContain(`holdSourceContract({`);
    expect(text).toContain(`kind: "${kind}"`);
  },
);
