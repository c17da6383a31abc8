// Records `gigahost-ddns demo` as docs/demo/demo.svg: each line appears when the demo printed it, waits shortened.
//
//   npm run recording
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

const program = fileURLToPath(new URL("../../dist/gigahost-ddns.cjs", import.meta.url));
const picture = fileURLToPath(new URL("demo.svg", import.meta.url));
const command = "gigahost-ddns demo --rounds 2 --every 2";
const [charWidth, lineHeight, padding] = [8.43, 20, 20];
const [maxWaitMs, typingMs, restMs] = [900, 60, 6_000];

const lines = await record(command.split(" ").slice(1));
writeFileSync(picture, draw(lines));
console.log(`${picture}: ${lines.length} lines`);

/** Every line with the milliseconds after which it came. */
async function record(args) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const startMs = performance.now();
  const found = [];
  let rest = "";
  child.stdout.setEncoding("utf8");
  for await (const chunk of child.stdout) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const text of parts) found.push({ text: steady(text), atMs: performance.now() - startMs });
  }
  return found;
}

/** Without what differs from run to run. */
function steady(text) {
  return stripVTControlCharacters(text)
    .replace(/127\.0\.0\.1:(\d+)/g, (_, port) => `127.0.0.1:8${String(port % 1000).padStart(3, "0")}`)
    .replace(/gigahost-ddns-demo-\w+/, "gigahost-ddns-demo");
}

function draw(recorded) {
  const typedMs = command.length * typingMs;
  let atMs = typedMs + 400;
  let beforeMs = 0;
  const shown = recorded.map(({ text, atMs: seenMs }) => {
    atMs += Math.min(seenMs - beforeMs, maxWaitMs);
    beforeMs = seenMs;
    return { text, atMs };
  });
  const wholeMs = atMs + restMs;
  const columns = Math.max(...recorded.map(({ text }) => text.length), command.length + 2);
  const width = Math.ceil(columns * charWidth + 2 * padding);
  const height = (recorded.length + 1) * lineHeight + 2 * padding;
  const typed = [...command].map(
    (letter, at) => `<tspan opacity="0">${escapeXml(letter)}${appearing(at * typingMs, wholeMs)}</tspan>`,
  );
  const first = `<text x="${padding}" y="${padding + 14}"><tspan class="prompt">$ </tspan>${typed.join("")}</text>`;
  const others = shown.map(({ text, atMs: showMs }, at) => {
    const y = padding + 14 + (at + 1) * lineHeight;
    return `<text x="${padding}" y="${y}" opacity="0"${classOf(text)}>${escapeXml(text)}${appearing(showMs, wholeMs)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A terminal: the demo, in which a changed address reaches a DNS name in a second">
<style>
  rect { fill: #14171c }
  text { fill: #d7dce2; font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre }
  .prompt, .good { fill: #7fd18b }
  .event { fill: #f2c970 }
</style>
<rect width="100%" height="100%" rx="8"/>
${[first, ...others].join("\n")}
</svg>
`;
}

function classOf(text) {
  if (/^ +visible/.test(text)) return ' class="good"';
  return /^The provider/.test(text) ? ' class="event"' : "";
}

/** Not there until then, in every turn of the whole. */
function appearing(atMs, wholeMs) {
  const key = (atMs / wholeMs).toFixed(4);
  return `<animate attributeName="opacity" dur="${(wholeMs / 1000).toFixed(2)}s" repeatCount="indefinite" calcMode="discrete" keyTimes="0;${key};1" values="0;1;1"/>`;
}

function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
