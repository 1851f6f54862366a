import { describe, expect, test } from 'bun:test';
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
});
