import { expect, test } from 'bun:test';
import { createFakeClock } from '@parley/core/testing';
import { sessionId } from '@parley/protocol';
import { createSessionUse } from './session-use.ts';

const id = sessionId.parse('s1');

test('SEC1: the use of a session is written behind, at most once a minute', async () => {
  const clock = createFakeClock();
  const written: unknown[] = [];
  const use = createSessionUse({
    clock,
    accounts: { touchSessions: async (used) => void written.push(...used) },
  });
  const storedMs = clock.nowMs();
  clock.advance(59_000);
  use.note(id, storedMs);
  await use.flush();
  expect(written).toEqual([]);
  clock.advance(1_000);
  use.note(id, storedMs);
  expect(use.lastUsedMs(id, storedMs)).toBe(clock.nowMs());
  await use.flush();
  await use.flush();
  expect(written).toEqual([{ id, lastUsedAt: clock.nowMs() }]);
});

test('SEC1: what could not be written is kept for the next time', async () => {
  const clock = createFakeClock();
  let isAway = true;
  const written: unknown[] = [];
  const use = createSessionUse({
    clock,
    accounts: {
      touchSessions: async (used) => {
        if (isAway) throw new Error('away');
        written.push(...used);
      },
    },
  });
  use.note(id, 0);
  expect(await use.flush().catch((error: unknown) => error)).toBeInstanceOf(Error);
  isAway = false;
  await use.flush();
  expect(written).toHaveLength(1);
});
