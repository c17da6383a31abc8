import type { IncomingMessage, RequestOptions } from "node:http";
import type { Socket } from "node:net";

const maxTunnelMs = 10_000;

/** The `code` of a tunnel that could not be opened: nothing was sent to the server beyond the proxy. */
export const proxyFailed = "EPROXY";

/** Asks an HTTP proxy for a connection to a server (RFC 9110, 9.3.6); rejects with a plain reason that names the proxy. */
export async function openTunnel(proxy: string, host: string, port: number): Promise<Socket> {
  const url = new URL(proxy);
  const { request } = url.protocol === "https:" ? await import("node:https") : await import("node:http");
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(Object.assign(new Error(`the proxy ${url.host} ${reason}`), { code: proxyFailed }));
    const asked = request({ ...optionsOf(url), path: target, headers: { host: target, ...authorizationOf(url) } });
    asked.once("connect", (response: IncomingMessage, socket: Socket, head: Buffer) => {
      const { statusCode = 0 } = response;
      if (statusCode >= 200 && statusCode < 300) {
        socket.setTimeout(0);
        if (head.length > 0) socket.unshift(head);
        return resolve(socket);
      }
      socket.destroy();
      fail(refusals[statusCode] ?? `answers with HTTP ${statusCode}`);
    });
    asked.once("timeout", () => asked.destroy(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })));
    asked.once("error", (error: NodeJS.ErrnoException) => fail(failures[error.code ?? ""] ?? `failed (${error.code})`));
    asked.once("close", () => fail("closed the connection"));
    asked.end();
  });
}

function optionsOf({ protocol, hostname, port }: URL): RequestOptions {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    method: "CONNECT",
    host,
    port: port || (protocol === "https:" ? 443 : 80),
    agent: false,
    timeout: maxTunnelMs,
  };
}

function authorizationOf({ username, password }: URL): { "proxy-authorization"?: string } {
  if (username === "") return {};
  const credential = `${decode(username)}:${decode(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credential).toString("base64")}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const refusals: Readonly<Record<number, string>> = {
  403: "doesn't allow connections there (HTTP 403)",
  407: "wants a user name and password (HTTP 407); they go into its URL, before the host, as NAME:PASSWORD@",
};

const failures: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses the connection",
  ECONNRESET: "dropped the connection",
  EHOSTUNREACH: "can't be reached",
  ENETUNREACH: "can't be reached",
  ETIMEDOUT: "does not answer",
  ENOTFOUND: "has a name that the resolver doesn't know",
  EAI_AGAIN: "has a name that can't be looked up right now",
};
