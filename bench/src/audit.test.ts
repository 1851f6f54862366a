import { describe, expect, test } from 'bun:test';
import { countFindings, createLogAudit, noFindings, type LogAudit } from './audit.ts';

const id = (seq: number): string => `id-${seq}`;

/** A log of 5 after a base of 1; member 0 sends and learns by ack, member 1 receives as told. */
function audited(received: readonly number[], stored: readonly number[] = [2, 3, 4, 5, 6]): LogAudit {
  const audit = createLogAudit(1, 2);
  for (const seq of [2, 3, 4, 5, 6]) audit.learned(0, seq, id(seq));
  for (const seq of received) audit.learned(1, seq, id(seq));
  audit.stored(stored.map((seq) => ({ seq, id: id(seq) })));
  return audit;
}

describe('audit', () => {
  test('SEQ2: a faultless run has no findings', () => {
    expect(audited([2, 3, 4, 5, 6]).finish(true)).toEqual(noFindings());
  });

  test('SEQ2: a lost message is found, in the middle and at the end', () => {
    expect(audited([2, 3, 5, 6]).finish(true)).toEqual({ ...noFindings(), lost: 1 });
    expect(audited([2, 3, 4, 5]).finish(true)).toEqual({ ...noFindings(), lost: 1 });
    expect(audited([]).finish(true)).toEqual({ ...noFindings(), lost: 5 });
  });

  test('SEQ2: a doubled message is found', () => {
    expect(audited([2, 3, 3, 4, 5, 6]).finish(true)).toEqual({ ...noFindings(), doubled: 1 });
    expect(audited([2, 3, 4, 5, 6, 2]).finish(true)).toEqual({ ...noFindings(), doubled: 1 });
  });

  test('SEQ2: two swapped messages are found, and neither counts as lost', () => {
    expect(audited([2, 4, 3, 5, 6]).finish(true)).toEqual({ ...noFindings(), swapped: 1 });
  });

  test('SEQ1: one seq with two ids is found, at a receiver and in the history', () => {
    const receiver = audited([2, 3, 4, 5]);
    receiver.learned(1, 6, 'another');
    expect(receiver.finish(true)).toEqual({ ...noFindings(), mismatched: 1 });
    const history = audited([2, 3, 4, 5, 6], [2, 3, 4, 5]);
    history.stored([{ seq: 6, id: 'another' }]);
    expect(history.finish(true)).toEqual({ ...noFindings(), mismatched: 1, notStored: 1 });
  });

  test('SND1: an acked message that is not in the history is found', () => {
    expect(audited([2, 3, 4, 5, 6], [2, 3, 4, 5]).finish(true)).toEqual({ ...noFindings(), notStored: 1 });
    expect(audited([2, 3, 4, 5, 6], [2, 3, 5, 6]).finish(true)).toEqual({
      ...noFindings(),
      notStored: 1,
      gaps: 1,
    });
  });

  test('SND2: an id or a seq stored twice is found', () => {
    expect(audited([2, 3, 4, 5, 6], [2, 3, 3, 4, 5, 6]).finish(true).storedTwice).toBe(2);
    const secondSeq = audited([2, 3, 4, 5, 6]);
    secondSeq.stored([{ seq: 7, id: id(6) }]);
    expect(secondSeq.finish(true)).toEqual({ ...noFindings(), storedTwice: 1, lost: 2 });
  });

  test('SEQ2: what nobody was told but the history holds is lost to everybody', () => {
    expect(audited([2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]).finish(true)).toEqual({ ...noFindings(), lost: 2 });
  });

  test('SEQ2: a member that follows the common bytes is owed what lies behind them', () => {
    const audit = audited([]);
    audit.learnedThrough(1, 4);
    expect(countFindings(audit.finish(true))).toBe(2);
  });

  test('SND1: without a history only the members are judged', () => {
    const audit = createLogAudit(0, 2);
    audit.learned(0, 1, id(1));
    audit.learned(1, 1, id(1));
    expect(audit.finish(false)).toEqual(noFindings());
  });
});
