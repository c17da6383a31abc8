import type { IncomingMessage } from "node:http";
import { errorAnswer, type HttpAnswer } from "./answer.ts";

const maxBodyBytes = 4096;

type BodyAnswer =
  | { readonly text: string; readonly problem?: never }
  | { readonly text?: never; readonly problem: "too large" | "broken off" };

/** Reads a request's body, 4 KiB at most; never throws. What is over it is thrown away unread, within the server's time limits. */
export function readBody(request: IncomingMessage): Promise<BodyAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return resolve({ problem: "too large" });
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) {
        resolve({ problem: "too large" });
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve({ text: Buffer.concat(chunks).toString("utf8") }));
    request.on("error", () => resolve({ problem: "broken off" }));
    request.on("close", () => resolve({ problem: "broken off" }));
  });
}

type FieldsRead = { readonly values: Readonly<Record<string, unknown>> } | { readonly refusal: HttpAnswer };

/** Reads a request's JSON object, every field optional and of the type named; an empty body is an empty object. */
export async function readFields(
  request: IncomingMessage,
  expected: Readonly<Record<string, "boolean" | "string">>,
): Promise<FieldsRead> {
  const { text, problem } = await readBody(request);
  if (problem) return { refusal: bodyRefusal(problem) };
  const values = text.trim() === "" ? {} : parseObject(text);
  if (values === null) return { refusal: errorAnswer(400, `The body is not a JSON object; ${describe(expected)}`) };
  const wrong = Object.entries(values).find(([name, value]) => typeof value !== own(expected, name));
  if (!wrong) return { values };
  const type = own(expected, wrong[0]);
  const what = type ? `must be a ${type}` : "is unknown";
  return { refusal: errorAnswer(400, `${JSON.stringify(wrong[0])} ${what}; ${describe(expected)}`) };
}

export function bodyRefusal(problem: "too large" | "broken off"): HttpAnswer {
  if (problem === "broken off") return errorAnswer(400, "The body is incomplete.");
  return errorAnswer(413, `The body is larger than ${maxBodyBytes} bytes.`);
}

export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function own(expected: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(expected, name) ? expected[name] : undefined;
}

function describe(expected: Readonly<Record<string, string>>): string {
  const fields = Object.entries(expected).map(([name, type]) => `"${name}": ${type}`);
  return `expected nothing or {${fields.join(", ")}}.`;
}
