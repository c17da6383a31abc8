import type { IncomingMessage } from "node:http";
import type { Fallible, Refused } from "../../model/fallible.ts";

const maxBodyBytes = 4096;

/** The fields that a body may have, and the type of each. */
export type ExpectedFields = Readonly<Record<string, "boolean" | "string">>;

/** The values, or why the body is refused, with the HTTP status. */
type FromBody<Found extends object> = Fallible<Found, { readonly status: number }>;

const tooLarge = refuse(413, `The body is larger than ${maxBodyBytes} bytes.`);
const brokenOff = refuse(400, "The body is incomplete.");

/** Reads a request's body, 4 KiB at most; never throws. Anything beyond is discarded, within the server's time limits. */
export function readBody(request: IncomingMessage): Promise<FromBody<{ readonly text: string }>> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) return resolve(tooLarge);
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) {
        resolve(tooLarge);
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve({ ok: true, text: Buffer.concat(chunks).toString("utf8") }));
    request.on("error", () => resolve(brokenOff));
    request.on("close", () => resolve(brokenOff));
  });
}

/** Reads a request's JSON object, every field optional and of the type named; an empty body is an empty object. */
export async function readFields(
  request: IncomingMessage,
  expected: ExpectedFields,
): Promise<FromBody<{ readonly values: Readonly<Record<string, unknown>> }>> {
  const body = await readBody(request);
  if (!body.ok) return body;
  const values = body.text.trim() === "" ? {} : parseObject(body.text);
  if (values === null) return refuse(400, `The body is not a JSON object; ${describe(expected)}`);
  const wrong = Object.entries(values).find(([name, value]) => typeof value !== own(expected, name));
  if (!wrong) return { ok: true, values };
  const type = own(expected, wrong[0]);
  const what = type ? `must be a ${type}` : "is unknown";
  return refuse(400, `${JSON.stringify(wrong[0])} ${what}; ${describe(expected)}`);
}

function refuse(status: number, reason: string): Refused<{ readonly status: number }> {
  return { ok: false, status, reason };
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
