import { describe, expect, test } from 'bun:test';
import { findTopEntries } from './cpu-profile.ts';
import { quantile, spreadOf } from './quantiles.ts';

describe('figures', () => {
  test('PIP4: a p99 is the value that one sample in a hundred exceeds', () => {
    const samples = Array.from({ length: 1_000 }, (_, n) => 999 - n);
    expect(quantile(samples, 0.5)).toBe(500);
    expect(quantile(samples, 0.99)).toBe(990);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBeNull();
  });

  test('PIP4: the median of the runs stands with its spread, and what no run measured is no figure', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, min: 1, max: 3 });
    expect(spreadOf([1, null, 4])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(spreadOf([null, undefined])).toBeNull();
  });

  test('PIP4: a profile is read as shares of its samples', () => {
    const callFrame = { functionName: 'work', url: 'file:///a/b.ts', lineNumber: 9 };
    const idle = { functionName: '', url: '', lineNumber: 0 };
    const nodes = [
      { id: 1, callFrame },
      { id: 2, callFrame: idle },
      { id: 3, callFrame },
    ];
    expect(findTopEntries({ nodes, samples: [1, 3, 2, 1] }, 1)).toEqual([
      { place: 'work b.ts:10', share: 0.75 },
    ]);
  });
});
