import { describe, expect, test } from 'bun:test';
import { simulate } from './simulate.ts';

/** More by `npm run simulate -- --seeds N`; a failure prints its seed, which replays it by `--seeds 1 --from <seed>`. */
const seeds = 1_000;
/** Schedules of three nodes take twice as long. */
const clusterSeeds = 100;

/** Schedules in which these are rarer than one in two show nothing. */
const worthSeeing = [
  'acked as stored',
  'acked as queued',
  'told as failed',
  'refused',
  'kills',
  'power cuts',
];

describe('server and clients over stores, disks and networks that fail', () => {
  test('SND1 SND2 SND2b SEQ1 SEQ2 SYN1 GRP1 RCV1 BRK1 JRN1 JRN3: nothing acked is lost, doubled or out of order', async () => {
    const totals = new Map<string, number>();
    for (let seed = 1; seed <= seeds; seed++) {
      const { faults, counts } = await simulate(seed);
      expect({ seed, faults: faults.slice(0, 5) }).toEqual({ seed, faults: [] });
      for (const [what, count] of counts) totals.set(what, (totals.get(what) ?? 0) + count);
    }
    expect(worthSeeing.filter((what) => (totals.get(what) ?? 0) < seeds / 2)).toEqual([]);
  }, 240_000);

  test('CLU1 CLU2 CLU3 SND2 SND2b SEQ1 SEQ2 SYN1 GRP1: nor with three nodes on one store and a bus that loses, delays and reorders', async () => {
    for (let seed = 1; seed <= clusterSeeds; seed++) {
      const { faults } = await simulate(seed, undefined, 3);
      expect({ seed, faults: faults.slice(0, 5) }).toEqual({ seed, faults: [] });
    }
  }, 240_000);

  test('the same seed is the same run, to the last word of the server', async () => {
    for (const seed of [3, 7, 42, 500]) {
      const [one, other] = [await simulate(seed), await simulate(seed)];
      expect(one.trace).toBe(other.trace);
    }
  });
});
