import { describe, expect, test } from 'bun:test';
import { plantedBugs, plantedClusterBugs } from './planted-bugs.ts';
import { simulate } from './simulate.ts';

const mostSeeds = 300;

describe('the simulation finds a planted bug', () => {
  for (const [nodes, bugs] of [
    [1, plantedBugs],
    [3, plantedClusterBugs],
  ] as const)
    for (const [bug, plant] of Object.entries(bugs))
      test(
        bug,
        async () => {
          let faults: readonly string[] = [];
          for (let seed = 1; seed <= mostSeeds && faults.length === 0; seed++)
            faults = (await simulate(seed, plant, nodes)).faults;
          expect(faults).not.toEqual([]);
        },
        60_000,
      );
});
