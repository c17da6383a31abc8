// Logs more than any pipe holds to standard error.
import { createLogger } from "../../src/platform/logger.ts";

const format = process.argv[2] === "pretty" ? "pretty" : "json";
const log = await createLogger({ level: "info", format, secrets: [] });
for (let line = 0; line < 5; line++) log.info("x".repeat(100_000));
