// SHA-256 (FIPS 180-4) once more: loading node:crypto takes longer than everything else that a short command does, and here
// it is a few bytes. Its time may tell something of them, so it is not for comparing with what others send.

/** As node:crypto's createHmac("sha256", key), in hexadecimal digits. */
export function hmacSha256(key: string, text: string): string {
  const given = Buffer.from(key);
  const block = Buffer.alloc(blockBytes);
  block.set(given.length > blockBytes ? sha256(given) : given);
  const keyed = (pad: number, bytes: Uint8Array) => sha256(Buffer.concat([block.map((byte) => byte ^ pad), bytes]));
  return keyed(0x5c, keyed(0x36, Buffer.from(text))).toString("hex");
}

const blockBytes = 64;
const wordBytes = 4;

/** The fractions of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const startWords = "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19";
const roundWords = viewOf(
  Buffer.from(
    "428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5d807aa9812835b01243185be550c7dc372be5d7480deb1fe" +
      "9bdc06a7c19bf174e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da983e5152a831c66db00327c8bf597fc7" +
      "c6e00bf3d5a7914706ca63511429296727b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85a2bfe8a1a81a664b" +
      "c24b8b70c76c51a3d192e819d6990624f40e3585106aa07019a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3" +
      "748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2",
    "hex",
  ),
);

function sha256(bytes: Uint8Array): Buffer {
  // A bit, zeros, and the number of bits before it, up to the end of a block.
  const padded = Buffer.alloc(Math.ceil((bytes.length + 9) / blockBytes) * blockBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  padded.writeUInt32BE(bytes.length * 8, padded.length - wordBytes);
  const hash = Buffer.from(startWords, "hex");
  for (let at = 0; at < padded.length; at += blockBytes) mixIn(viewOf(hash), viewOf(padded.subarray(at)));
  return hash;
}

/** Works the first block of what is given into the hash. The letters are the standard's. */
function mixIn(hash: DataView, given: DataView): void {
  const words = expand(given);
  const before = (at: number) => hash.getInt32(at * wordBytes);
  let [a, b, c, d] = [before(0), before(1), before(2), before(3)];
  let [e, f, g, h] = [before(4), before(5), before(6), before(7)];
  for (let at = 0; at < words.byteLength; at += wordBytes) {
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = h + sum1 + choice + roundWords.getInt32(at) + words.getInt32(at);
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + sum0 + majority) | 0;
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) hash.setInt32(at * wordBytes, before(at) + word);
}

/** The 16 words of a block, and 48 more that are made of them. */
function expand(given: DataView): DataView {
  const words = new DataView(new ArrayBuffer(64 * wordBytes));
  for (let at = 0; at < blockBytes; at += wordBytes) words.setInt32(at, given.getInt32(at));
  for (let at = blockBytes; at < words.byteLength; at += wordBytes) {
    const ago = (count: number) => words.getInt32(at - count * wordBytes);
    const sum0 = turn(ago(15), 7) ^ turn(ago(15), 18) ^ (ago(15) >>> 3);
    const sum1 = turn(ago(2), 17) ^ turn(ago(2), 19) ^ (ago(2) >>> 10);
    words.setInt32(at, ago(16) + sum0 + ago(7) + sum1);
  }
  return words;
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
