import { createSocket } from "node:dgram";
import { parseAddress } from "../../../src/model/address.ts";
import { otherFamily, type Peer, type PeerSetup } from "./peer.ts";

export async function startStunPeer({ behaviour, address }: PeerSetup): Promise<Peer> {
  let asked = 0;
  const udp = createSocket("udp4");
  udp.on("message", (message, from) => {
    asked++;
    const send = (answer: Buffer) => udp.send(answer, from.port, from.address);
    const id = message.subarray(4, 20);
    if (behaviour === "other-family") send(writeStunSuccess(id, otherFamily(address)));
    if (behaviour === "garbage") send(Buffer.concat([Buffer.from("01010008", "hex"), id, Buffer.alloc(8, 0xff)]));
    if (behaviour === "oversize") send(Buffer.alloc(60_000, 1));
    if (behaviour.startsWith("forged")) {
      const forged = Buffer.from(id);
      forged.writeUInt8(forged.readUInt8(15) ^ 1, 15);
      send(writeStunSuccess(forged, "185.6.6.6"));
      send(message);
    }
    if (behaviour === "answer" || behaviour === "forged-then-answer") send(writeStunSuccess(id, address));
  });
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  const { port } = udp.address();
  if (behaviour === "reset") await new Promise<void>((resolve) => udp.close(() => resolve()));
  return {
    uri: `stun://127.0.0.1:${port}`,
    asked: () => asked,
    close: async () => void (behaviour === "reset" || udp.close()),
  };
}

/** A Binding success response with XOR-MAPPED-ADDRESS; `id` is the cookie and the transaction id. */
export function writeStunSuccess(id: Buffer, address: string): Buffer {
  const parsed = parseAddress(address);
  if (parsed === null) throw new Error(`no address: ${address}`);
  const masked = parsed.bytes.map((byte, index) => byte ^ (id[index] ?? 0));
  const value = Buffer.from([0, parsed.family === "ipv4" ? 1 : 2, 0x12, 0x34, ...masked]);
  const attribute = Buffer.concat([Buffer.from([0x00, 0x20, 0, value.length]), value]);
  return Buffer.concat([Buffer.from([0x01, 0x01, 0, attribute.length]), id, attribute]);
}
