import { foldPlus, type SecretShapes } from "./shapes-of-secret.ts";
import { type EscapeLayer, layBare, stretchBefore, unescapeOnce } from "./unescape.ts";

export const maskText = "***";

/** JSON in HTML in a URL, each twice. */
const maxLayers = 6;

/** Where secrets are in a text: start and end. */
type Stretch = readonly [start: number, end: number];

/**
 * The text with every secret replaced by `***`: those whose shapes are given, however they are escaped, and those that
 * show by their form whoever's they are. Takes time in proportion to the text.
 */
export function maskSecrets(text: string, secrets: readonly SecretShapes[]): string {
  const found: Stretch[] = [];
  const layers: EscapeLayer[] = [];
  let layer: EscapeLayer | null = layBare(text);
  while (layer !== null && layers.length < maxLayers) {
    layers.push(layer);
    for (const stretch of findSecrets(layer.bytes, secrets)) found.push(standingIn(layers, stretch));
    layer = unescapeOnce(layer.bytes);
  }
  return found.length === 0 ? text : cover(text, found);
}

/** A stretch of the last layer as it is in the text that all of them were made from. */
function standingIn(layers: readonly EscapeLayer[], stretch: Stretch): Stretch {
  return layers.reduceRight<Stretch>((inner, layer) => stretchBefore(layer, inner[0], inner[1]), stretch);
}

function findSecrets(bytes: string, secrets: readonly SecretShapes[]): Stretch[] {
  const folded = bytes.includes("+") ? foldPlus(bytes) : bytes;
  return [
    ...secrets.flatMap(({ plain }) => plain.flatMap((shape) => findAll(folded, shape))),
    ...secrets.flatMap(({ hex }) => hex.flatMap((shape) => findAll(bytes, shape))),
    ...secrets.flatMap(({ base64 }) => base64.flatMap((shape) => findAll(bytes, shape)).map(widen(bytes))),
    ...findByForm(bytes),
  ];
}

function findAll(bytes: string, shape: string): Stretch[] {
  const found: Stretch[] = [];
  for (let at = bytes.indexOf(shape); at >= 0; at = bytes.indexOf(shape, at + shape.length)) {
    found.push([at, at + shape.length]);
  }
  return found;
}

/** The letters of base64 at either end hold bits of the secret, too. */
function widen(bytes: string): (stretch: Stretch) => Stretch {
  const isLetter = (at: number) => /[\w+/=-]/.test(bytes[at] ?? "");
  return ([start, end]) => [isLetter(start - 1) ? start - 1 : start, isLetter(end) ? end + 1 : end];
}

/** Credentials that show by their form; what is before the last group is kept. No two repetitions meet, so each is linear. */
const credentialForms = [
  /((?:bearer|basic)[ \t]+)([\w+/=.~-]{8,})/gi,
  /(:\/\/|"\/\/| \/\/)([^\s/?#"]+)(?=@)/g,
  /(flux_(?:live|test)_)([\w-]{4,})/gi,
  /([?&;](?:api_?key|password|passwd|secret|token)=)([^\s&;"'<>\\]+)/gi,
  // The same key as base64, at any offset, and in hexadecimal digits.
  /()(Zmx1eF9[\w+/=-]{8,})/g,
  /()(ZsdXhf[\w+/=-]{8,})/g,
  /()(mbHV4X[\w+/=-]{8,})/g,
  /()(666c75785f(?:6c697665|74657374)5f[\da-f]{8,})/gi,
];

function findByForm(bytes: string): Stretch[] {
  return credentialForms.flatMap((form) =>
    [...bytes.matchAll(form)].map(({ index, 1: kept = "", 2: secret = "" }): Stretch => {
      const start = index + kept.length;
      return [start, start + secret.length];
    }),
  );
}

/** Secrets that overlap or touch are one. */
function cover(text: string, found: readonly Stretch[]): string {
  const parts: string[] = [];
  let read = 0;
  let covered = -1;
  for (const [start, end] of [...found].sort((one, other) => one[0] - other[0])) {
    if (start > covered) {
      parts.push(text.slice(read, start), maskText);
    }
    covered = Math.max(covered, end);
    read = covered;
  }
  return parts.join("") + text.slice(read);
}
