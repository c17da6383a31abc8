import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Two web services of different operators that return the caller's public address, as simulated for the demo. */
export interface AddressServices {
  readonly urls: readonly string[];
  /** What both answer from now on. */
  setAddress(address: string): void;
  close(): Promise<void>;
}

export async function startAddressServices(): Promise<AddressServices> {
  let current = "";
  const servers = await Promise.all([1, 2].map(() => serve(() => current)));
  return {
    urls: servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`), // it listens on TCP
    setAddress(address) {
      current = address;
    },
    close: async () => {
      await Promise.all(servers.map(closeNow));
    },
  };
}

function serve(answer: () => string): Promise<Server> {
  const server = createServer((_, response) => response.end(`${answer()}\n`));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
