#!/usr/bin/env node
// Serves a directory's files on loopback, as a static site does: .ci/serve-directory.mjs DIRECTORY PORT
import { createReadStream } from "node:fs";
import { createServer } from "node:http";
import { join, normalize } from "node:path";

const [, , directory, port] = process.argv;
createServer(({ url }, answer) => {
  const file = createReadStream(join(directory, normalize(decodeURIComponent(url.split("?")[0]))));
  file.on("open", () => answer.writeHead(200));
  file.on("error", () => answer.writeHead(404).end());
  file.pipe(answer);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
