import { expect, test } from 'bun:test';
import type { Http } from '../http/http.ts';
import { unreachable } from '../refusals.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createPeople } from './people.ts';

test('who is known is asked for anew when that is wished, at once with who is not', async () => {
  const clock = createFakeClock();
  const asked: string[] = [];
  const find = (_name: string, { query: { ids } }: { query: { ids: string } }) => {
    asked.push(ids);
    const name = `${asked.length}`;
    const users = ids.split(',').map((id) => ({ id, display_name: name, username: id }));
    return Promise.resolve({ ok: true, value: { users } });
  };
  // Of all routes this one is asked.
  const people = createPeople(find as unknown as Http, clock);
  people.want(['ann']);
  await clock.advance(1_000);
  people.want(['ann', 'bob']);
  people.renew(['ann']);
  people.renew([]);
  await clock.advance(1_000);
  expect(asked).toEqual(['ann', 'bob,ann']);
  expect(people.state.getSnapshot().get('ann')?.display_name).toBe('2');
});

test('who could not be looked up is looked up the next time that anybody is', async () => {
  const clock = createFakeClock();
  const asked: string[] = [];
  let isUp = false;
  const find = (_name: string, { query: { ids } }: { query: { ids: string } }) => {
    asked.push(ids);
    const users = ids.split(',').map((id) => ({ id, display_name: id, username: id }));
    return Promise.resolve(isUp ? { ok: true, value: { users } } : { ok: false, error: unreachable() });
  };
  // Of all routes this one is asked.
  const people = createPeople(find as unknown as Http, clock);
  people.want(['ann']);
  await clock.advance(60_000);
  expect(asked).toEqual(['ann']);
  isUp = true;
  people.want(['bob']);
  await clock.advance(1_000);
  people.want([]);
  await clock.advance(1_000);
  expect(asked).toEqual(['ann', 'ann,bob']);
  expect([...people.state.getSnapshot().keys()]).toEqual(['ann', 'bob']);
});
