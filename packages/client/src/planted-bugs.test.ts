import { describe, expect, test } from 'bun:test';
import { plantedBugs } from './testing/planted-bugs.ts';
import { simulate } from './testing/simulate.ts';

const mostSeeds = 100;

describe('the simulation finds a planted bug', () => {
  for (const [bug, plant] of Object.entries(plantedBugs))
    test(bug, async () => {
      let faults: readonly string[] = [];
      for (let seed = 1; seed <= mostSeeds && faults.length === 0; seed++)
        faults = await simulate(seed, plant);
      expect(faults).not.toEqual([]);
    });
});
