import { expect, test } from 'bun:test';
import { readPositions } from './read-positions.ts';
import type { Member } from './use-members.ts';

function member(id: string, readSeq: number, deliveredSeq: number, joinedAt = '2026-03-01T00:00:00.000Z') {
  const user = { id, username: id, display_name: id, avatar_url: null, created_at: joinedAt };
  const role = 'member' as const;
  return {
    user,
    role,
    joined_at: joinedAt,
    read_seq: readSeq,
    delivered_seq: deliveredSeq,
  } satisfies Member;
}

const ids = (members: readonly Member[]) => members.map(({ user }) => user.id);

test('RD1: a message is read by those whose position has reached it, wherever that was heard', () => {
  const question = {
    seq: 10,
    author: 'ann',
    sentAtMs: Date.UTC(2026, 2, 2),
    members: [
      member('ann', 12, 12),
      member('bob', 10, 10),
      member('cleo', 9, 11),
      member('dan', 3, 3),
      member('eve', 2, 4),
    ],
    positions: new Map([['eve', { readSeq: 11, deliveredSeq: 11 }]]),
  };
  const { read, delivered, notYet } = readPositions(question);
  expect([ids(read), ids(delivered), ids(notYet)]).toEqual([['bob', 'eve'], ['cleo'], ['dan']]);
});

test('who joined after a message was sent has neither read nor missed it', () => {
  const late = member('late', 20, 20, '2026-03-05T00:00:00.000Z');
  const question = { seq: 10, author: 'ann', members: [late], positions: new Map() };
  const before = readPositions({ ...question, sentAtMs: Date.UTC(2026, 2, 2) });
  expect([before.read, before.delivered, before.notYet]).toEqual([[], [], []]);
  expect(ids(readPositions({ ...question, sentAtMs: undefined }).read)).toEqual(['late']);
});
