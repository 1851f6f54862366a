import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { audit, readLog } from './audit.ts';
import { within } from './deadline.ts';
import { allAnswered } from './load.ts';
import { createOutboxClient } from './outbox-client.ts';
import { makeGroup, signUp, text, type TextMessage } from './person.ts';
import { chooseSeed, createRandom } from './seeded-random.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Group } from './wire.ts';

setDefaultTimeout(60_000);
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

test(`F12 SND2 SEQ2: clients that keep losing their connection lose and double no message (seed ${String(seed)})`, async () => {
  const people = await Promise.all(['ann', 'ben', 'cat'].map((name) => signUp(server.url, name)));
  const [owner] = people;
  if (owner === undefined) throw new Error('nobody');
  const group = await makeGroup(owner, 'tunnel', people);
  const clients = people.map((person) => createOutboxClient(server.url, person));
  const sent: TextMessage[] = [];
  const enough = new Promise<void>((resolve) => {
    const push = (): void => {
      for (const client of clients)
        while (client.pending() < 8 && sent.length < 900) {
          const message = text('group', group, `message ${String(sent.length)}`);
          sent.push(message);
          client.send(message);
        }
    };
    for (const client of clients)
      client.onStored(() => {
        if (sent.length >= 900) resolve();
        push();
        if (random() < 0.03) client.drop();
      });
    push();
  });
  await within(40_000, 'all messages to be sent', enough);
  await allAnswered({ clients }, 20_000);
  await audit([{ id: group.id, members: clients }], sent);
  for (const client of clients) client.close();
});

test('F21 GRP1: a member removed while everybody writes gets nothing after the seq of the removal', async () => {
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const group = await makeGroup(own, 'in flight', [mem]);
  const [o, m] = [await own.connect(), await mem.connect()];
  for (let round = 0; round < 5; round++) {
    const both = [o, m].flatMap((client) =>
      Array.from({ length: 30 }, (_none, i) => client.call('send_message', text('group', group, String(i)))),
    );
    const removal = own.api.post(`/groups/${group.id}/remove`, { user_id: mem.id }, Group);
    const later = Array.from({ length: 30 }, (_none, i) =>
      o.must('send_message', text('group', group, `later ${String(i)}`)),
    );
    await Promise.all([...both, removal, ...later]);
    const told = await m.next(
      'notification',
      (one) => one.type === 'group_notification' && one.action === 'removed',
    );
    const removedAt = 'seq' in told ? told.seq : 0;
    const log = await readLog(own, group.id);
    expect(log.get(removedAt)).toBe('member_removed');
    for (const ack of await Promise.all(both)) if (!ack.ok) expect(ack.error.code).toBe('not_found');
    // What comes after the removal in time proves that nothing of the group is still on its way.
    const note = text('direct', mem, 'still there?');
    await o.must('send_message', note);
    await m.next('message', (one) => one.id === note.id);
    const beyond = m.seen('message').filter((one) => one.conversation === group.id && one.seq > removedAt);
    expect(beyond).toEqual([]);
    await own.api.post(`/group/${group.id}/${mem.id}`, undefined, Group);
    await m.next(
      'notification',
      (one) => one.type === 'group_notification' && one.action === 'added' && one.seq > removedAt,
    );
  }
  o.close();
  m.close();
});

test('SEQ1 GRP2: fifty changes of one group at once make one log without gap, and the group follows it', async () => {
  const people = await Promise.all(['own', 'one', 'two', 'six'].map((name) => signUp(server.url, name)));
  const [own, ...rest] = people;
  if (own === undefined) throw new Error('nobody');
  const group = await makeGroup(own, 'busy', []);
  const calls = Array.from({ length: 50 }, (_none, i) => {
    const person = rest[i % rest.length] ?? own;
    if (i % 3 === 0)
      return own.api.send('POST', `/groups/${group.id}/remove`, asJson({ user_id: person.id }));
    if (i % 3 === 1)
      return own.api.send('PATCH', `/groups/${group.id}`, asJson({ name: `name ${String(i)}` }));
    return own.api.send('POST', `/group/${group.id}/${person.id}`);
  });
  for (const answer of await Promise.all(calls)) expect(answer.status).toBeLessThan(300);
  for (const person of rest) await own.api.post(`/group/${group.id}/${person.id}`, undefined, Group);
  const log = await readLog(own, group.id);
  const state = await own.api.post(`/group/${group.id}/${own.id}`, undefined, Group);
  expect(state).toMatchObject({ member_count: 4, last_seq: log.size });
});

function asJson(body: unknown): RequestInit {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
