import { randomUUID } from "node:crypto";
import { type IncomingMessage, request, type ServerResponse } from "node:http";

export interface EventPublisherOptions {
  readonly lifetime?: string;
  /** Sends the first event before it answers the subscription. */
  readonly isEager?: boolean;
}

/** What a device does for those who subscribe to its events (GENA): the first event tells how things are. */
export function publishEvents(values: Record<string, string>, options: EventPublisherOptions = {}) {
  const { lifetime = "Second-1800", isEager = false } = options;
  const subscriptions = new Map<string, URL>();
  const seen: string[] = [];
  const renew = (sid: string, response: ServerResponse) => {
    seen.push("renewed");
    if (!subscriptions.has(sid)) return void response.writeHead(412).end();
    response.writeHead(200, { SID: sid, TIMEOUT: lifetime }).end();
  };
  const subscribe = (callback: URL, response: ServerResponse) => {
    seen.push("subscribed");
    const sid = `uuid:${randomUUID()}`;
    subscriptions.set(sid, callback);
    const answer = () => response.writeHead(200, { SID: sid, TIMEOUT: lifetime }).end();
    const sendFirst = () => void notify(callback, sid, 0, values).then((status) => seen.push(`first ${status}`));
    if (!isEager) {
      response.on("finish", sendFirst);
      return answer();
    }
    sendFirst();
    setTimeout(answer, 50);
    return;
  };
  return {
    subscriptions,
    /** What subscribers did, and how they answered to the first event. */
    seen,
    /** False for what has nothing to do with events. */
    serve({ method, headers }: IncomingMessage, response: ServerResponse): boolean {
      const sid = String(headers.sid ?? "");
      const callback = /^<(http:.*)>$/.exec(String(headers.callback ?? ""))?.[1];
      if (method === "UNSUBSCRIBE") {
        seen.push("unsubscribed");
        response.writeHead(subscriptions.delete(sid) ? 200 : 412).end();
      } else if (method !== "SUBSCRIBE") return false;
      else if (sid !== "") renew(sid, response);
      else if (callback !== undefined) subscribe(new URL(callback), response);
      else response.writeHead(412).end();
      return true;
    },
    /** Tells all subscribers; gives the statuses that they answer with. */
    change(changed: Readonly<Record<string, string>>): Promise<readonly number[]> {
      Object.assign(values, changed);
      return Promise.all([...subscriptions].map(([sid, callback]) => notify(callback, sid, 1, changed)));
    },
  };
}

/** Sends an event; gives the status that comes back. */
export function notify(
  callback: URL,
  sid: string,
  seq: number,
  values: Readonly<Record<string, string>>,
): Promise<number> {
  const said = Object.entries(values).map(([name, value]) => `<e:property><${name}>${value}</${name}></e:property>`);
  const body = `<?xml version="1.0"?>\n<e:propertyset xmlns:e="urn:schemas-upnp-org:event-1-0">${said.join("")}</e:propertyset>`;
  return sendTo(callback, { headers: { nt: "upnp:event", nts: "upnp:propchange", sid, seq: String(seq) }, body });
}

export interface Sent {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly localAddress?: string;
}

/** Sends anything; gives the status that comes back, 0 where the connection is closed instead. */
export function sendTo(callback: URL, { method = "NOTIFY", headers, body = "", localAddress }: Sent): Promise<number> {
  return new Promise((resolve) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const from = localAddress === undefined ? {} : { localAddress };
    const sent = request(callback, { method, headers: { ...headers, ...length }, ...from, agent: false });
    sent.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}
