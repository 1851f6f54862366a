import { describe, expect, test } from 'bun:test';
import { simulate } from './testing/simulate.ts';

/** SIMULATE_SEEDS=5000 runs more; a failure prints its seed, which alone replays it. */
const seeds = Number(process.env['SIMULATE_SEEDS'] ?? 1_000);
const first = Number(process.env['SIMULATE_FROM'] ?? 1);

describe('a client under a faulty network', () => {
  test('SEQ2 SYN1 SYN2 RCV1 RD2: whatever is dropped, delayed, doubled or crashed, nothing is lost, doubled or inverted', async () => {
    for (let seed = first; seed < first + seeds; seed++) {
      const faults = await simulate(seed);
      expect({ seed, faults: faults.slice(0, 5) }).toEqual({ seed, faults: [] });
    }
  }, 120_000);
});
