import type { IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { abortReason } from "../../platform/abort-reason.ts";
import type { Path } from "../../platform/dns/exchange-datagrams.ts";
import { readBody } from "../../platform/http/read-body.ts";
import { sendRequest } from "../../platform/http/send-request.ts";
import { findAddress, maxAnswerBytes } from "../formats/find-address.ts";
import { explainNetworkError } from "../network/explain-network-error.ts";
import { findPath } from "../network/find-path.ts";
import type { Question, RawAnswer } from "../source.ts";
import type { SourceDependencies, SourceSpec } from "../source-kind.ts";
import { hostOf, isLoopbackHost } from "../uri/url-host.ts";

export interface HttpSpec extends SourceSpec {
  /** The URL that is asked, secrets included. */
  readonly url: string;
}

const maxRedirects = 3;

type Visited = RawAnswer | { readonly kind: "redirect"; readonly to: URL };

/** `https://…`: asks a web service over the family of the question; a redirect to another scheme is not followed. */
export async function askHttp(
  spec: HttpSpec,
  question: Question,
  dependencies: SourceDependencies,
): Promise<RawAnswer> {
  let url = new URL(spec.url);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const visited = await visit(url, question, dependencies);
    if (visited.kind !== "redirect") return visited;
    const fault = refuseRedirect(url, visited.to);
    if (fault !== null) return { kind: "none", reason: fault };
    url = visited.to;
  }
  return { kind: "none", reason: `more than ${maxRedirects} redirects` };
}

function refuseRedirect(from: URL, to: URL): string | null {
  if (to.protocol !== from.protocol) return `a redirect from ${from.protocol} to ${to.protocol} is not followed`;
  const leaves = to.protocol === "http:" && !isLoopbackHost(hostOf(to));
  return leaves ? "a redirect over plain http: to another machine is not followed" : null;
}

/** One request to one URL. */
async function visit(url: URL, question: Question, { network }: SourceDependencies): Promise<Visited> {
  const host = hostOf(url);
  const found = await findPath(host, question, network);
  if (!found.ok) return found.answer;
  const received = { bytes: 0 };
  try {
    const response = await request(url, found.path, question);
    return await readResponse(response, url, question, received);
  } catch (error) {
    if (!question.signal.aborted) return explainNetworkError(error, host, question.family);
    const sofar = received.bytes === 0 ? "" : `, only ${received.bytes} bytes of one`;
    return { kind: "none", reason: `${abortReason(question.signal)}${sofar}` };
  }
}

/** Over the family of the question, and from the own address that the path names. */
async function request(url: URL, path: Path, { family, signal }: Question): Promise<IncomingMessage> {
  const { request: send } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  const version = family === "ipv4" ? 4 : 6;
  // Later, never at once: a connection that fails at once would fail before anybody listens to it.
  const resolved: LookupFunction = (_host, { all }, done) =>
    void setImmediate(() =>
      all ? done(null, [{ address: path.address, family: version }]) : done(null, path.address, version),
    );
  return sendRequest(send, url, {
    agent: false,
    family: version,
    lookup: resolved,
    ...(path.localAddress === null ? {} : { localAddress: path.localAddress }),
    signal,
    headers: { accept: "text/plain, application/json;q=0.9, */*;q=0.1" },
  });
}

async function readResponse(
  response: IncomingMessage,
  url: URL,
  { family }: Question,
  received: { bytes: number },
): Promise<Visited> {
  try {
    const status = response.statusCode ?? 0;
    const location = response.headers.location ?? "";
    const moved = status >= 300 && status < 400 && location !== "" && URL.canParse(location, url.href);
    if (moved) return { kind: "redirect", to: new URL(location, url) };
    if (status !== 200) return { kind: "none", reason: `answered with HTTP ${status}` };
    const { text, cut } = await readBody(response, maxAnswerBytes, (bytes) => {
      received.bytes = bytes;
    });
    return cut
      ? { kind: "none", reason: `an answer larger than ${maxAnswerBytes / 1024} KiB` }
      : findAddress(text, family);
  } finally {
    response.destroy();
  }
}
