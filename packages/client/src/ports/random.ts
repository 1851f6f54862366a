/** Chance, handed in so that a seed replays a failure. Real in `adapters/system-random.ts`. */
export interface Random {
  /** At least 0, below 1: for spreading times. */
  fraction(): number;
  /** That many unpredictable bytes: for ids. */
  bytes(count: number): Uint8Array;
}
