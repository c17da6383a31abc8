import { cpSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { builtProgram } from "./built-program.ts";
import { address, prepareScene } from "./scene.ts";

const ipv4 = (file: string) => ({ ipv4: { sources: [`file:${file}`] } });

it("works on when its package vanishes, with parts that it had no use for until then, and says so", async () => {
  const scene = await prepareScene();
  const file = join(scene.dir, "address");
  writeFileSync(file, address.ipv4);
  scene.configure({ ...ipv4(file), engine: "dyndns", schedule: "* * * * * *" });
  const installed = join(scene.dir, "lib");
  cpSync(dirname(builtProgram), join(installed, "dist"), { recursive: true });
  cpSync(join(dirname(builtProgram), "../package.json"), join(installed, "package.json"));
  const daemon = scene.start("run", { program: join(installed, "dist/gigahost-ddns.cjs") });
  await daemon.until(/now points to 185\.0\.2\.1/);

  rmSync(installed, { recursive: true });
  // The records engine, cron, the gateway, the metrics and a channel are parts that are loaded when they are needed.
  writeFileSync(file, address.other4);
  scene.configure({
    ...{ engine: "records", schedule: "*/2 * * * * *", http: { listen: "127.0.0.1:0", public: ["metrics"] } },
    gateway: {
      listen: "127.0.0.1:0",
      clients: [{ name: "cabin", password: "a-long-password", hostnames: ["cabin.example.no"] }],
    },
    notify: ["webhook+http://127.0.0.1:9/x"],
  });
  daemon.child.kill("SIGHUP");
  await daemon.until(/now points to 185\.0\.2\.2/);
  await daemon.until(/the program that this daemon was started from is no longer installed/i);
  daemon.child.kill("SIGTERM");
  const { code, said } = await daemon.ended;
  expect([code, said.match(/internal error|Cannot find/g)]).toEqual([0, null]);
  expect(scene.records("home.example.no", "A")).toEqual([address.other4]);
});
