import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLogger, type LoggerOptions } from "../../src/platform/logger.ts";
import { endProcess } from "../end-process.ts";

const secret = 'pass"word\\1\n2';
const levels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

async function startLog(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = (line: string) => lines.push(line);
  const log = await createLogger({ level: "trace", format: "json", secrets: [secret], destination, ...options });
  const last = () => JSON.parse(lines.at(-1) ?? "null");
  return { log, lines, last };
}

function failWith(message: string): Error {
  const cause = new Error(`inside: ${message}`);
  return Object.assign(new Error(message, { cause }), { code: "EFAIL", headers: { authorization: message } });
}

describe("the log", () => {
  it("writes a line of JSON with time, level and message", async () => {
    const { log, lines, last } = await startLog();
    log.info("address changed", { hostname: "home.example.no", family: "ipv4" });
    expect(lines.join("")).toMatch(/^\{.*\}\n$/);
    expect(last()).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      msg: "address changed",
      hostname: "home.example.no",
      family: "ipv4",
    });
  });

  it("writes from its level on, which can be changed", async () => {
    const { log, lines } = await startLog({ level: "warn" });
    for (const level of levels) log[level]("x");
    expect(lines).toHaveLength(3);
    expect(log.isEnabled("info")).toBe(false);
    log.setLevel("trace");
    expect(log.isEnabled("trace")).toBe(true);
    log.trace("x");
    expect(lines).toHaveLength(4);
    log.setLevel("silent");
    log.fatal("x");
    expect(lines).toHaveLength(4);
  });

  it.each(levels)(
    "shows no secret at level %s: not in messages, fields, names of fields, errors or causes",
    async (level) => {
      for (const format of ["json", "pretty"] as const) {
        const { log, lines } = await startLog({ format, color: true });
        log[level](`it is ${secret}`, { deep: [{ list: [secret] }], [secret]: 1, body: JSON.stringify({ secret }) });
        log[level]("failed", { error: failWith(secret), err: failWith(secret) });
        log[level]("sent", {
          url: `https://x/?p=${encodeURIComponent(secret)}`,
          header: Buffer.from(`u:${secret}`).toString("base64"),
        });
        const text = lines.join("");
        expect(text).toContain("***");
        for (const shape of [secret, JSON.stringify(secret).slice(1, -1), "word", encodeURIComponent(secret)]) {
          expect(text).not.toContain(shape);
        }
        if (format === "json") for (const line of lines) expect(JSON.parse(line)).toBeTruthy();
      }
    },
  );

  it("masks by name what nobody called secret, at any depth", async () => {
    const { log, last } = await startLog({ secrets: [] });
    const named = {
      password: "a",
      apiKey: "b",
      api_key: "c",
      Authorization: "d",
      set_cookie: "e",
      ga_secret: "f",
      newToken: 7,
    };
    log.info("x", {
      request: { deep: [named] },
      account: { code: "012345" },
      token_expire: 5,
      tokenFile: "/a/b",
      password: null,
    });
    expect(last().request.deep[0]).toEqual(Object.fromEntries(Object.keys(named).map((name) => [name, "***"])));
    expect(last()).toMatchObject({ account: { code: "***" }, token_expire: 5, tokenFile: "/a/b", password: null });
  });

  it("stays valid JSON with a secret of digits, or one that begins like an escape", async () => {
    const { log, last } = await startLog({ secrets: ["2026", "nabc", 'msg":'] });
    log.info('line\nabc "msg":', { number: 2026 });
    expect(last().msg).toBe('line\nabc "***');
  });

  it("masks new secrets after a reload, and the old ones still", async () => {
    const { log, last } = await startLog();
    log.setSecrets(["brand-new"]);
    log.info(`brand-new and ${secret}`);
    expect(last().msg).toBe("*** and ***");
  });

  it("tells errors with cause and code, the stack only when debugging", async () => {
    const { log, last } = await startLog({ level: "info" });
    log.warn("x", { error: failWith("boom") });
    expect(last().error).toEqual({
      type: "Error",
      message: "boom",
      code: "EFAIL",
      headers: { authorization: "***" },
      cause: { type: "Error", message: "inside: boom" },
    });
    log.setLevel("debug");
    log.warn("x", { error: new AggregateError([new TypeError("a")], "all failed") });
    expect(last().error.errors[0]).toMatchObject({ type: "TypeError", stack: expect.stringContaining("logger.test") });
  });

  it("copes with whatever is logged", async () => {
    const { log, last } = await startLog();
    const circle: Record<string, unknown> = {
      bytes: Buffer.alloc(5),
      big: 5n,
      map: new Map([["a", new Set([1])]]),
      date: new Date(0),
    };
    circle.self = circle;
    circle.call = () => 1;
    log.info("x", circle);
    expect(last()).toMatchObject({
      bytes: "[5 bytes]",
      big: "5",
      map: { a: [1] },
      date: "1970-01-01T00:00:00.000Z",
      self: "[circular]",
    });
    const deep = Array.from({ length: 50 }).reduce<object>((inner) => ({ inner }), {});
    log.info("x", deep);
    expect(JSON.stringify(last())).toContain("[…]");
  });

  it("is pretty for people: time, level, message, fields on one line", async () => {
    const { log, lines } = await startLog({ format: "pretty", color: false });
    log.warn("no answer", { source: "stun://a" });
    expect(lines.join("")).toMatch(/^\[\d\d:\d\d:\d\d\] WARN: no answer \{"source":"stun:\/\/a"\}\n$/);
  });

  it("is JSON by itself where there is no terminal", async () => {
    const { log, lines } = await startLog({ format: "auto" });
    log.info("x");
    expect(lines.join("")).toMatch(/^\{/);
  });
});

describe("what a terminal would obey", () => {
  const foreign = "a\u001b[2Jb\u009bc\u202ed\u2028e\nf\rg\u0000h\u007fi\ud800";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|\p{Surrogate}/u;

  it.each(["pretty", "json"] as const)("reaches no log line raw (%s)", async (format) => {
    const { log, lines } = await startLog({ level: "info", format, color: false });
    log.warn(`the server said ${foreign}`, { reason: foreign, [foreign]: [foreign], error: new Error(foreign) });
    const text = lines.join("");
    expect(text).not.toMatch(/^f/m);
    expect(text).not.toMatch(raw);
    expect(text).toMatch(/a\\+u001b\[2Jb\\+u009bc/);
    if (format === "json")
      expect(JSON.parse(text)).toMatchObject({ msg: `the server said ${foreign}`, reason: foreign });
  });
});

describe("writing lines", () => {
  it("works from the bundle, where of CommonJS modules there is the default export only", async () => {
    const { buildChild } = await import("../state/children/start-child.ts");
    const program = await buildChild("../../platform/log-child.ts");
    for (const format of ["json", "pretty"]) {
      const text = execFileSync("sh", ["-c", 'node "$0" "$1" 2>&1', program.path, format], { encoding: "utf8" });
      expect(text).toMatch(/x{100000}/);
    }
    await program.remove();
  });

  it("goes on while nobody reads, and says afterwards how many lines are missing", async () => {
    const { buildChild } = await import("../state/children/start-child.ts");
    const program = await buildChild("../../platform/unread-log-child.ts");
    const child = spawn(process.execPath, [program.path]);
    onTestFinished(() => endProcess(child));
    // Waiting for each of these lines would take longer than any test may.
    await once(child.stdout, "data");
    let text = "";
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    await expect.poll(() => text.split("\n").length).toBeGreaterThan(10);
    child.stdin.write("later\n");
    await expect.poll(() => text).toContain('"later"');
    child.stdin.end();
    await once(child, "close");
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const [lost] = lines.filter(({ dropped }) => dropped !== undefined);
    expect(lost).toMatchObject({ level: "warn", msg: expect.stringContaining("of this log were dropped here") });
    expect(lines.filter(({ msg }) => msg.startsWith("early")).length + lost.dropped).toBe(3_000);
    expect(lines.map(({ msg }) => msg).slice(-2)).toEqual([lost.msg, "later"]);
    await program.remove();
  });

  it("survives a reader that went away or doesn't read", async () => {
    const { buildChild } = await import("../state/children/start-child.ts");
    const program = await buildChild("../../platform/log-child.ts");
    const path = program.path;
    const gone = execFileSync("sh", ["-c", `node "$0" 2>&1 >&3 3>&- | true; echo ended`, path], { encoding: "utf8" });
    expect(gone).toContain("ended");
    const stuck = execFileSync("bash", ["-c", `timeout 15 node "$0" 2> >(sleep 3) >/dev/null; echo $?`, path], {
      encoding: "utf8",
    });
    expect(stuck.trim()).toBe("0");
    await program.remove();
  });
});
