import type { CommandContext } from "../command-context.ts";
import { print } from "../output/output.ts";

/** `demo`: the whole way from a changed address to a name that `dig` sees, against a simulated Gigahost on this machine. */
export async function demoCommand(
  context: CommandContext,
  options: { readonly rounds: number | undefined; readonly everySeconds: number },
): Promise<number> {
  const { runDemo } = await import("../demo/run-demo.ts");
  const steps = await runDemo({ ...options, context });
  if (context.options.output !== "table") await print(context, { data: steps, table: "" });
  return steps.every(({ visible }) => visible) ? 0 : 1;
}
