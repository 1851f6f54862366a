/* People and groups, made over HTTP before anybody connects, so that `ready` means "in it". */
import { limits } from '@parley/protocol';
import { createGroup, getJson, postJson, type Account } from './history.ts';
import type { Job } from './job.ts';
import { createSessionToken } from './session-token.ts';

export interface Person extends Account {
  readonly id: string;
}

export interface Group {
  readonly id: string;
  /** head of its log */
  readonly lastSeq: number;
}

const requestsAtOnce = 50;

/** An account exists from its first request. */
export async function createPeople(
  { port, jwtSecret }: Job,
  prefix: string,
  count: number,
): Promise<Person[]> {
  const people = Array.from({ length: count }, (_, n) => {
    const id = `${prefix}-${n}`;
    return { id, port, token: createSessionToken(id, jwtSecret) };
  });
  await inTurns(people, (person) => getJson(person, '/me'));
  return people;
}

/** The first becomes its owner. What one call does not take is added one by one. */
export async function gather(people: readonly Person[]): Promise<Group> {
  const [owner, ...others] = people;
  if (owner === undefined) throw new Error('a group needs a member');
  const atOnce = others.slice(0, limits.members_per_call).map(({ id }) => id);
  const { id, last_seq } = await createGroup(owner, atOnce);
  let lastSeq = last_seq;
  await inTurns(others.slice(limits.members_per_call), async (person) => {
    const group = await postJson<{ readonly last_seq: number }>(owner, `/group/${id}/${person.id}`, {});
    lastSeq = Math.max(lastSeq, group.last_seq);
  });
  return { id, lastSeq };
}

async function inTurns<Item>(items: readonly Item[], task: (item: Item) => Promise<unknown>): Promise<void> {
  let next = 0;
  const doSome = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await task(item);
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, doSome));
}
