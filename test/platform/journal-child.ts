// Logs a line of each kind to standard error.
import { createLogger } from "../../src/platform/logger.ts";

const format = process.argv[2] === "json" ? "json" : "auto";
const log = await createLogger({ level: "debug", format, secrets: [] });
log.debug("looking");
log.info("round done", { changed: 1 });
log.warn("two\nlines", { source: "stun://a" });
log.error("bad");
log.fatal("over");
