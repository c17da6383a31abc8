import { connect } from "node:net";
import { abortReason } from "../abort-reason.ts";
import type { Path } from "./exchange-datagrams.ts";

export interface TcpExchange {
  readonly path: Path;
  readonly port: number;
  readonly request: Uint8Array;
  readonly signal: AbortSignal;
}

/** Sends one DNS message over TCP and reads one back (RFC 1035, section 4.2.2). Rejects with the network's error. */
export function exchangeOverTcp({ path, port, request, signal }: TcpExchange): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = () => finish(() => reject(new Error(abortReason(signal))));
    const socket = connect({
      host: path.address,
      port,
      ...(path.localAddress ? { localAddress: path.localAddress } : {}),
    });
    const finish = (settle: () => void) => {
      signal.removeEventListener("abort", stop);
      socket.destroy();
      settle();
    };
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    const length = Buffer.alloc(2);
    length.writeUInt16BE(request.length);
    socket.write(Buffer.concat([length, request]));
    let received = Buffer.alloc(0);
    socket.on("error", (error) => finish(() => reject(error)));
    socket.on("end", () =>
      finish(() => reject(Object.assign(new Error("it closed the connection"), { code: "ECONNRESET" }))),
    );
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      // The length has 16 bits: nobody can make this long.
      const message = readFrame(received);
      if (message !== null) finish(() => resolve(message));
    });
  });
}

function readFrame(received: Buffer): Buffer | null {
  if (received.length < 2) return null;
  const end = 2 + received.readUInt16BE(0);
  return received.length < end ? null : received.subarray(2, end);
}
