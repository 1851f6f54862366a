import { expect, test } from 'bun:test';
import { createHandClock } from '../testing/hand-clock.ts';
import { createMessageAge } from './message-age.ts';

test.each([0, -3_600_000, 3_600_000])(
  'a message has its age on a clock that is wrong by %p ms',
  (wrongMs) => {
    const serverMs = Date.UTC(2030, 0, 1);
    const ageOf = createMessageAge(createHandClock(serverMs + wrongMs));
    const at = (ms: number): string => new Date(serverMs + ms).toISOString();
    expect(ageOf(at(0))).toBe(0);
    expect(ageOf(at(-90_000))).toBe(90_000);
    expect(ageOf(at(0))).toBe(0);
  },
);
