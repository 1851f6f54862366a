import type { Random } from '../ports/random.ts';

/** Chance from a seed (mulberry32): the same seed, the same run. */
export interface SeededRandom extends Random {
  /** A whole number from 0 up to, not including, `below`. */
  nat(below: number): number;
  chance(probability: number): boolean;
  pick<Value>(values: readonly Value[]): Value | undefined;
}

export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const nat = (below: number): number => Math.floor(fraction() * below);
  return {
    fraction,
    nat,
    chance: (probability) => fraction() < probability,
    pick: (values) => values[nat(values.length)],
    bytes: (count) => Uint8Array.from({ length: count }, () => nat(256)),
  };
}
