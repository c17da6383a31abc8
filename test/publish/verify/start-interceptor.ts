import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode } from "dns-packet";
import { onTestFinished } from "vitest";
import type { NameServer } from "../../../src/publish/verify/ask-name-server.ts";

/** A resolver on the way that answers every question about A itself, and claims to be authoritative. */
export async function startInterceptor(address: string): Promise<NameServer & { readonly asked: () => number }> {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (message, { address: from, port }) => {
    asked += 1;
    const { id = 0, questions = [] } = decode(message);
    const answers = questions.flatMap(({ name, type }) =>
      type === "A" ? [{ type, name, ttl: 60, class: "IN" as const, data: address }] : [],
    );
    const authoritative = 0x0400;
    socket.send(encode({ type: "response", id, flags: authoritative, questions, answers }), port, from);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { name: "ns1.gigahost.no", address: "127.0.0.1", port: socket.address().port, asked: () => asked };
}
