import { describe, expect, test } from 'bun:test';
import type { CopyReport } from '@parley/client';
import { describeCheck } from './describe-check.ts';

const none = { count: 0, seqs: [] };

function report(more: Partial<CopyReport>): CopyReport {
  const same = { from: 1, upto: 1_200, count: 1_000, isIdentical: true };
  return { ...same, missing: none, changed: none, surplus: none, ...more };
}

describe('what a check has found, in words', () => {
  test('SYN1: a copy that is the same says how much of the conversation it is', () => {
    expect(describeCheck(report({})).summary).toContain('the same 1,000 messages as the server');
    expect(describeCheck(report({ from: 900, count: 300 })).summary).toContain('the newest part');
    expect(describeCheck(report({ count: 1 })).summary).toContain('the one message');
    expect(describeCheck(report({ count: 0 })).summary).toBe('There are no messages to compare.');
  });

  test('SYN1: what was wrong is counted, and named by its numbers', () => {
    const missing = { count: 60, seqs: Array.from({ length: 50 }, (_, index) => index + 1) };
    const changed = { count: 1, seqs: [7] };
    expect(describeCheck(report({ isIdentical: false, missing, changed }))).toEqual({
      summary: 'This device’s copy was not what the server has. It is mended now.',
      found: [
        '60 messages were missing: number 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 50 more',
        '1 message was not up to date: number 7',
      ],
    });
  });
});
