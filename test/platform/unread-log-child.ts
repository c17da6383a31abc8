// Logs 3,000 lines at once, says so on standard output, and one more line for every line of standard input.
import { createInterface } from "node:readline";
import { createLogger } from "../../src/platform/logger.ts";

// Node makes a pipe of its own non-blocking when it is first touched, as the program does.
void process.stderr;
const log = await createLogger({ level: "info", format: "json", secrets: [] });
for (let line = 0; line < 3_000; line++) log.info(`early ${line} ${"x".repeat(2000)}`);
process.stdout.write("done\n");
for await (const line of createInterface({ input: process.stdin })) log.info(line);
