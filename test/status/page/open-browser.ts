import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { endProcess } from "../../end-process.ts";

/** Debian's; null where there is none, and the tests in a browser are skipped. */
export const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync) ?? null;

export interface BrowserPage {
  /** Sends one command of the Chrome DevTools Protocol. */
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
  goto(url: string): Promise<void>;
  /** The value of an expression in the page, which may be a promise. */
  evaluate<Value>(expression: string): Promise<Value>;
  /** A PNG of the whole page. */
  screenshot(): Promise<Buffer>;
  /** What the page complained of: errors, refused resources, violations of its policy. */
  readonly complaints: readonly string[];
}

interface Look {
  readonly width?: number;
  readonly dark?: boolean;
  readonly language?: string;
  readonly script?: boolean;
}

/** A page of a headless Chromium of its own, spoken to through a pipe; it ends with the test. */
export async function openBrowser({
  width = 1280,
  dark = false,
  language = "en",
  script = true,
}: Look = {}): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  const child = spawn(
    chromium ?? "chromium",
    [
      ...["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars"],
      // Nothing of its own goes out.
      ...[
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--no-default-browser-check",
      ],
      ...[
        "--disable-sync",
        "--proxy-server=127.0.0.1:9",
        "--proxy-bypass-list=127.0.0.1",
        `--user-data-dir=${profile}`,
      ],
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  onTestFinished(async () => {
    await endProcess(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  });
  const connection = connectTo(child);
  const { targetId } = await connection.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await connection.send("Target.attachToTarget", { targetId, flatten: true });
  const send: BrowserPage["send"] = (method, parameters = {}) => connection.send(method, parameters, String(sessionId));
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
  await send("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: width < 600 });
  await send("Emulation.setEmulatedMedia", {
    features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
  });
  await send("Emulation.setScriptExecutionDisabled", { value: !script });
  await send("Network.setExtraHTTPHeaders", { headers: { "Accept-Language": language } });
  return {
    send,
    async goto(url) {
      const loaded = connection.next("Page.loadEventFired");
      await send("Page.navigate", { url });
      await loaded;
    },
    async evaluate<Value>(expression: string) {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        ...{ expression, awaitPromise: true, returnByValue: true },
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: Value }).value;
    },
    async screenshot() {
      const { data } = await send("Page.captureScreenshot", { captureBeyondViewport: true });
      return Buffer.from(String(data), "base64");
    },
    complaints: connection.complaints,
  };
}

/** Messages are JSON, each ended by a zero byte: to the browser's descriptor 3, from its 4. */
function connectTo(child: ChildProcess) {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable]; // as spawned above
  const waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const listeners = new Map<string, (() => void)[]>();
  const complaints: string[] = [];
  let lastId = 0;
  let text = "";
  const take = (message: Message) => {
    if (message.id !== undefined) {
      const { resolve, reject } = waiting.get(message.id) ?? {};
      waiting.delete(message.id);
      if (message.error) reject?.(new Error(message.error.message));
      else resolve?.(message.result ?? {});
      return;
    }
    for (const listener of listeners.get(message.method ?? "") ?? []) listener();
    listeners.delete(message.method ?? "");
    const { entry, exceptionDetails } = message.params ?? {};
    if (message.method === "Log.entryAdded" && entry?.level === "error")
      complaints.push(`${entry.text} ${entry.url ?? ""}`);
    if (message.method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(exceptionDetails));
  };
  output.setEncoding("utf8").on("data", (chunk: string) => {
    const parts = (text + chunk).split("\0");
    text = parts.pop() ?? "";
    for (const part of parts) take(JSON.parse(part));
  });
  return {
    complaints,
    send(method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> {
      lastId += 1;
      const id = lastId;
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    },
    next: (method: string) =>
      new Promise<void>((resolve) => listeners.set(method, [...(listeners.get(method) ?? []), resolve])),
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
  readonly params?: {
    readonly entry?: { readonly level: string; readonly text: string; readonly url?: string };
    readonly exceptionDetails?: unknown;
  };
}
