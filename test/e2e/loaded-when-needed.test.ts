import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { atEnd } from "./at-end.ts";
import { prepareScene } from "./scene.ts";

// Packages that the program loads only where they are needed: the bundle must give each of their names as Node does.

it("serves metrics", async () => {
  const scene = await prepareScene({ http: { listen: "127.0.0.1:0" } });
  const daemon = scene.start("run");
  await daemon.until(/"port":(\d+),"msg":"the status is served"/);
  const [, port] = daemon.said().match(/"port":(\d+)/) ?? [];
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('gigahost_ddns_health{state="ok"} ');
});

it("reads clients as YAML and keeps their comments", async () => {
  const scene = await prepareScene();
  const file = join(scene.dir, "clients.yaml");
  writeFileSync(file, "# of the cabin\n- { name: cabin, password: abcdefgh, hostnames: [cabin.example.no] }\n");
  scene.configure({ gateway: { clients_file: file } });
  expect(await scene.run("gateway list")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("cabin.example.no"),
  });
  expect(await scene.run("gateway add hut hut.example.no")).toMatchObject({ code: 0 });
});

it("imports a compose file and the file of ddns-go", async () => {
  const scene = await prepareScene();
  const compose = join(scene.dir, "compose.yaml");
  writeFileSync(compose, "services: { ddns: { image: favonia/cloudflare-ddns, environment: [DOMAINS=a.example.no] } }");
  const ddnsGo = join(scene.dir, "ddns-go.yaml");
  writeFileSync(ddnsGo, "dnsconf: [{ ipv4: { enable: true, gettype: url, domains: [b.example.no] } }]");
  expect(await scene.run(["import", "favonia", compose])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("a.example.no"),
  });
  expect(await scene.run(["import", "ddns-go", ddnsGo])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("b.example.no"),
  });
});

it("speaks to a mail server", async () => {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.write("220 mail\r\n");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      heard.push(String(data));
      socket.write(/^DATA/.test(String(data)) ? "354 go on\r\n" : "250 OK\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => void server.close());
  const { port } = server.address() as { port: number }; // a listening TCP server has an address of that kind
  const scene = await prepareScene({
    notify: [{ url: `smtp://127.0.0.1:${port}/?from=nas@example.no&to=ola@example.no&disabletls=yes` }],
  });
  expect(await scene.run("notify test")).toMatchObject({ code: 0 });
  expect(heard.join("")).toContain("RCPT TO:<ola@example.no>");
});
