import type { CommandContext } from "../command-context.ts";
import { print } from "../output/output.ts";

/** `version`: the version, and with `--system` what a bug report should say of the machine. */
export async function versionCommand(context: CommandContext, options: { readonly system: boolean }): Promise<number> {
  const data = { version: __VERSION__, ...(options.system ? await describe(context) : {}) };
  const table = options.system
    ? { columns: ["what", "value"], rows: Object.entries(data).map(([name, value]) => [name, String(value)]) }
    : __VERSION__;
  await print(context, { data, table });
  return 0;
}

async function describe({ environment }: CommandContext): Promise<Record<string, string>> {
  const { describeSystem } = await import("../../doctor/machine/describe-system.ts");
  return describeSystem(environment);
}
