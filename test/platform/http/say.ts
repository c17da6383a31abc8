import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach } from "vitest";

const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

export type Ending = "ends" | "is reset" | "stalls";

/** A server that says what is given to any request, byte by byte, and then ends the connection or doesn't; gives its URL. */
export async function say(answer: string | Buffer, ending: Ending): Promise<string> {
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      socket.write(answer, () => {
        if (ending === "ends") socket.end();
        // What was written must have been read before, or the reset would overtake it.
        if (ending === "is reset") setTimeout(() => socket.resetAndDestroy(), 100);
      });
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a listening TCP server has one
}
