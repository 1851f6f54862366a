import type { Random } from '../ports/random.ts';

/** Chance of the real world. The only module of the client that makes random numbers. */
export const systemRandom: Random = {
  fraction: () => Math.random(),
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};
