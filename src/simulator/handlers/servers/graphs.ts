import { crc32, deflateSync } from "node:zlib";
import { reply, type SimulatedAnswer } from "../../answer.ts";
import type { Handlers } from "../../call.ts";
import { withServer } from "./with-server.ts";

export const graphHandlers: Handlers = {
  "GET /servers/{id}/port_bits": withServer(() => showGraphs(1)),
  "GET /servers/{id}/port_upkts": withServer(() => showGraphs(3)),
};

/** Base64, with or without a prefix, or nothing at all: all three were seen. */
function showGraphs(steepness: number): SimulatedAnswer {
  return reply({
    graph_day: drawGraph(steepness).toString("base64"),
    graph_week: `data:image/png;base64,${drawGraph(steepness + 1).toString("base64")}`,
    graph_month: drawGraph(steepness + 2).toString("base64"),
    graph_year: "",
  });
}

/** A small grey PNG (RFC 2083) with the area below a saw-tooth line filled. */
function drawGraph(steepness: number): Buffer {
  const [width, height] = [64, 32];
  const pixel = (x: number, y: number) => (height - y < (x * steepness) % height ? 0x40 : 0xe0);
  const row = (y: number) => [0, ...Array.from({ length: width }, (_, x) => pixel(x, y))];
  const rows = Buffer.from(Array.from({ length: height }, (_, y) => row(y)).flat());
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 0, 0, 0, 0]);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
