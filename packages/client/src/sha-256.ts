/**
 * SHA-256 (FIPS 180-4), for comparing copies and nothing secret. By hand: browsers have their own only on pages from
 * https or localhost and not in pieces, and a library would be a tenth of this client.
 */
export interface Sha256 {
  /** Adds a text, which counts as UTF-8. */
  add(text: string): void;
  /** Lower-case hex of all that was added. Ends it. */
  hex(): string;
}

const blockBytes = 64;
const rounds = 64;
/** The block's last bytes hold the length in bits. */
const lengthBytes = 8;

/** The first 32 bits of the fractions of the cube roots of the first 64 primes. */
// prettier-ignore
const roundConstants = new Uint32Array([0x428a2f98,0x71374491,0xb5c0fbcf,0xe9b5dba5,0x3956c25b,0x59f111f1,0x923f82a4,0xab1c5ed5,0xd807aa98,0x12835b01,0x243185be,0x550c7dc3,0x72be5d74,0x80deb1fe,0x9bdc06a7,0xc19bf174,0xe49b69c1,0xefbe4786,0x0fc19dc6,0x240ca1cc,0x2de92c6f,0x4a7484aa,0x5cb0a9dc,0x76f988da,0x983e5152,0xa831c66d,0xb00327c8,0xbf597fc7,0xc6e00bf3,0xd5a79147,0x06ca6351,0x14292967,0x27b70a85,0x2e1b2138,0x4d2c6dfc,0x53380d13,0x650a7354,0x766a0abb,0x81c2c92e,0x92722c85,0xa2bfe8a1,0xa81a664b,0xc24b8b70,0xc76c51a3,0xd192e819,0xd6990624,0xf40e3585,0x106aa070,0x19a4c116,0x1e376c08,0x2748774c,0x34b0bcb5,0x391c0cb3,0x4ed8aa4a,0x5b9cca4f,0x682e6ff3,0x748f82ee,0x78a5636f,0x84c87814,0x8cc70208,0x90befffa,0xa4506ceb,0xbef9a3f7,0xc67178f2]);
/** The same of the square roots of the first 8. */
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

export function createSha256(): Sha256 {
  const state = new Uint32Array(initialState);
  const schedule = new Uint32Array(rounds);
  const encoder = new TextEncoder();
  let rest = new Uint8Array();
  let length = 0;

  function addBytes(bytes: Uint8Array): void {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const view = new DataView(all.buffer);
    let at = 0;
    for (; at + blockBytes <= all.length; at += blockBytes) mixBlock(view, at);
    rest = all.slice(at);
  }

  function mixBlock(view: DataView, at: number): void {
    fillSchedule(schedule, view, at);
    mix(state, schedule);
  }

  return {
    add(text) {
      const bytes = encoder.encode(text);
      length += bytes.length;
      addBytes(bytes);
    },
    hex() {
      const isFull = rest.length + 1 + lengthBytes > blockBytes;
      const end = new DataView(new ArrayBuffer((isFull ? 2 : 1) * blockBytes - rest.length));
      end.setUint8(0, 0x80);
      end.setBigUint64(end.byteLength - lengthBytes, BigInt(length) * 8n);
      addBytes(new Uint8Array(end.buffer));
      return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('');
    },
  };
}

/* Words of typed arrays are there: their indexes stay within their lengths. */
const wordAt = (words: Uint32Array, at: number): number => words[at] ?? 0;

const turn = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

function fillSchedule(schedule: Uint32Array, view: DataView, at: number): void {
  for (let round = 0; round < 16; round++) schedule[round] = view.getUint32(at + 4 * round);
  for (let round = 16; round < rounds; round++) {
    const early = wordAt(schedule, round - 15);
    const late = wordAt(schedule, round - 2);
    const sigma0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const sigma1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[round] = wordAt(schedule, round - 16) + sigma0 + wordAt(schedule, round - 7) + sigma1;
  }
}

/** One block into the state. The letters are those of the standard. */
function mix(state: Uint32Array, schedule: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < rounds; round++) {
    const choice = (e & f) ^ (~e & g);
    const sum1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = h + sum1 + choice + wordAt(roundConstants, round) + wordAt(schedule, round);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = wordAt(state, index) + word;
}
