import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { hashPassword } from "../../../gateway/clients/password.ts";
import { UsageError } from "../../account/api-failure.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireReader } from "../../output/lost-output.ts";
import { print } from "../../output/output.ts";

const maxBytes = 4096;
const interrupted = 130;
/** Below that, somebody with the file can guess it. */
const minSafeLength = 20;

/** `gateway hash`: what `password_hash` is to hold for the password on standard input. */
export async function hashPasswordCommand(context: CommandContext): Promise<number> {
  requireReader(context.stdout);
  const { stdin, stderr, signal } = context;
  const password = stdin.isTTY ? await askUnseen(context) : await readAll(stdin);
  signal.throwIfAborted();
  if (password === null) return interrupted;
  if (password === "") throw new UsageError(["standard input holds no password"]);
  const hash = hashPassword(password);
  await print(context, { data: { hash }, table: hash });
  if (password.length < minSafeLength) {
    stderr.write(
      "gigahost-ddns: the password is short, and this hash is fast to compute: keep the file private, or use a long one\n",
    );
  }
  return 0;
}

/** Without the newline at its end, as for every secret in a file. */
async function readAll(stdin: CommandContext["stdin"]): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    total += bytes.length;
    if (total > maxBytes) throw new UsageError([`a password has at most ${maxBytes} bytes`]);
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
  if (/[\r\n]/.test(text)) throw new UsageError(["standard input holds several lines; a password is one"]);
  return text;
}

/** Nothing of what is typed is shown. Null after Ctrl+C, which is a character in raw mode. */
async function askUnseen({ stdin, stderr, signal }: CommandContext): Promise<string | null> {
  stderr.write("Password: ");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  const stop = () => lines.close();
  signal.addEventListener("abort", stop, { once: true });
  let isInterrupted = false;
  lines.once("SIGINT", () => {
    isInterrupted = true;
    stop();
  });
  try {
    for await (const line of lines) return line;
    return isInterrupted ? null : "";
  } finally {
    signal.removeEventListener("abort", stop);
    lines.close();
    stderr.write("\n");
  }
}
