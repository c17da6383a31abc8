import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { prepareScene } from "../e2e/scene.ts";
import { root } from "./made-block.ts";

interface Recipe {
  readonly rest: readonly [
    Readonly<Record<"sensor" | "binary_sensor", readonly { readonly value_template: string }[]>>,
  ];
}

const page = readFileSync(`${root}/docs/home-assistant.md`, "utf8");
const [, block = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
const [rest] = (parse(block) as Recipe).rest; // as Home Assistant reads it

/** What `value_json.hostnames[0].published` leads to; a path that leads nowhere is undefined. */
function follow(json: unknown, path: string): unknown {
  return path.split(/[.[\]]+/).reduce<unknown>((value, key) => {
    if (key === "" || key === "value_json") return value;
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  }, json);
}

it("the recipe for Home Assistant has ten lines, and its templates lead to what the daemon's status has", async () => {
  expect(block.trimEnd().split("\n")).toHaveLength(10);
  const scene = await prepareScene({ http: { listen: "127.0.0.1:0" } });
  const daemon = scene.start("run", { environment: { GIGAHOST_DDNS_LOG_FORMAT: "json" } });
  await daemon.until(/the status is served/);
  await daemon.until(/now points to/);
  const [, port] = /"port":(\d+)/.exec(daemon.said()) ?? [];
  const json: unknown = await (await fetch(`http://127.0.0.1:${port}/api/status`)).json();
  const templates = [...rest.sensor, ...rest.binary_sensor].map(({ value_template }) => value_template);
  const found = templates.map((template) => follow(json, /\bvalue_json[\w.[\]]*/.exec(template)?.[0] ?? ""));
  expect(found).toEqual(["185.0.2.1", "185.0.2.1", "ok"]);
  const [, attributes = ""] = /json_attributes: \[([^\]]+)\]/.exec(page) ?? [];
  for (const name of attributes.split(", ")) expect(follow(json, name), name).toBeInstanceOf(Array);
});
