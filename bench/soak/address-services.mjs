// Three web services of different operators for each family; each can be made to lie, to fail or to fall silent.
import { createServer } from "node:http";

const count = 3;

/** What a service can answer instead of the truth; the argument is the true address. */
const answers = {
  truth: (response, truth) => response.end(`${truth}\n`),
  silence: () => {},
  reset: (response) => response.socket.resetAndDestroy(),
  html: (response) => response.writeHead(503).end("<html><body>Service Unavailable</body></html>"),
  garbage: (response) => response.end(Buffer.from([0, 255, 254, 10, 123, 93, 0])),
  private: (response, truth) => response.end(truth.includes(":") ? "fd00::1\n" : "192.168.1.10\n"),
  wrong: (response, truth) => response.end(truth.includes(":") ? "2a01:79c:bad::1\n" : "185.99.99.99\n"),
};
export const wrongAddresses = ["2a01:79c:bad::1", "185.99.99.99"];

/** `truth` is an object with the true address by family, read at each request. Family `ipv6` is missing where there is no ::1. */
export async function startAddressServices(truth, time) {
  const behaviours = Array.from({ length: count }, () => "truth");
  const serve = (family, host) => (_, index) =>
    new Promise((resolve, reject) => {
      const server = createServer((_request, response) => {
        time.activity += 1;
        const behaviour = behaviours[index];
        if (behaviour === "stale") response.end(`${stale[family]}\n`);
        else answers[behaviour](response, truth[family]);
      });
      server.once("error", reject);
      server.listen(0, host, () => resolve(server));
    });
  const stale = {};
  const ipv4 = await Promise.all(behaviours.map(serve("ipv4", "127.0.0.1")));
  const ipv6 = await Promise.all(behaviours.map(serve("ipv6", "::1"))).catch(() => []);
  const urlsOf = (servers, host) => servers.map((server) => `http://${host}:${server.address().port}/`);
  return {
    sources: { ipv4: urlsOf(ipv4, "127.0.0.1"), ipv6: urlsOf(ipv6, "[::1]") },
    /** `stale`: goes on naming the address of now. */
    behave(index, behaviour) {
      if (behaviour === "stale") Object.assign(stale, truth);
      for (const each of index === "all" ? behaviours.keys() : [index]) behaviours[each] = behaviour;
    },
    close() {
      for (const server of [...ipv4, ...ipv6]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
