import type { AgentOptions } from "node:http";
import { type ClientRequest, Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import type { Dispatcher } from "undici";
import { limitedLookup } from "../../api/send/wire/limit-lookup.ts";

type DispatchOptions = Dispatcher.DispatchOptions;
type Handler = Dispatcher.DispatchHandler;

/**
 * Node's own HTTP in the form of an undici dispatcher, for commands that send a few requests and end: undici is faster
 * once it runs, but takes longer to load than such a command to run. Sends text only, and streams nothing.
 */
export function createPlainDispatcher(proxy: string | null = null): Dispatcher {
  const agents = new Map<string, Promise<Sender>>();
  const dispatch = (options: DispatchOptions, handler: Handler): boolean => {
    const url = new URL(options.path, String(options.origin));
    const sender = agents.get(url.protocol) ?? loadSender(url.protocol, proxy);
    agents.set(url.protocol, sender);
    sender.then(
      (send) => exchange(send, url, options, handler),
      (error: Error) => handler.onResponseError?.(idle, error),
    );
    return true;
  };
  return { dispatch, close: () => Promise.resolve() } as unknown as Dispatcher; // all that the library calls
}

type Sender = (url: URL, options: { method: string; headers: Record<string, string> }) => ClientRequest;

const kept: AgentOptions = { keepAlive: true, maxSockets: 8, lookup: limitedLookup };

async function loadSender(protocol: string, proxy: string | null): Promise<Sender> {
  if (protocol !== "https:") {
    const agent = new HttpAgent(kept);
    return (url, options) => requestHttp(url, { ...options, agent });
  }
  const https = await import("node:https");
  const trusting = { ...kept, rejectUnauthorized: true }; // whatever NODE_TLS_REJECT_UNAUTHORIZED says
  const agent = proxy === null ? new https.Agent(trusting) : await loadTunnels(proxy, trusting);
  return (url, options) => https.request(url, { ...options, agent });
}

async function loadTunnels(proxy: string, options: AgentOptions): Promise<HttpAgent> {
  return (await import("../../platform/http/tunnel-agent.ts")).createTunnelAgent(proxy, options);
}

const idle = controllerOf(() => {});

function exchange(send: Sender, url: URL, { method, headers, body }: DispatchOptions, handler: Handler): void {
  let reason: Error | null = null;
  let isOver = false;
  const text = typeof body === "string" ? body : null;
  // Node frames the body of a DELETE only when it is told how long it is.
  const length = text === null ? {} : { "content-length": String(Buffer.byteLength(text)) };
  const request = send(url, { method, headers: { ...(headers as Record<string, string>), ...length } }); // as the library writes them
  const controller = controllerOf((why) => {
    reason ??= why;
    request.destroy(why);
  });
  const fail = (error: Error) => {
    if (isOver) return;
    isOver = true;
    handler.onResponseError?.(controller, reason ?? error);
  };
  // A reset while the answer comes is the request's error too, and comes before Node takes it for the answer's end.
  request.on("error", fail);
  request.once("upgrade", (_response, socket) => {
    socket.destroy();
    fail(upgraded());
  });
  let isAnswered = false;
  // Whatever else may end a request: a call that never settles must not be possible.
  request.once("close", () => isAnswered || fail(broken()));
  request.once("response", (response: IncomingMessage) => {
    isAnswered = true;
    if (response.statusCode === 101) return controller.abort(upgraded());
    handler.onResponseStart?.(controller, response.statusCode ?? 0, response.headers, response.statusMessage);
    response.on("data", (chunk: Buffer) => handler.onResponseData?.(controller, chunk));
    response.once("error", fail);
    response.once("close", () => {
      if (!response.complete) return fail(broken());
      if (isOver) return;
      isOver = true;
      handler.onResponseEnd?.(controller, {});
    });
  });
  handler.onRequestStart?.(controller, {});
  request.end(text ?? undefined);
}

const upgraded = () =>
  Object.assign(new Error("it answers with HTTP 101, which was not requested"), { code: "HTTP_101" });
const broken = () => Object.assign(new Error("the connection broke"), { code: "ECONNRESET" });

function controllerOf(abort: (reason: Error) => void): Dispatcher.DispatchController {
  return { aborted: false, paused: false, reason: null, abort, pause() {}, resume() {} };
}
