import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { audit } from './audit.ts';
import { within } from './deadline.ts';
import { allAnswered, startLoad, stored } from './load.ts';
import { makeGroup, signUp, text } from './person.ts';
import { chooseSeed, createRandom } from './seeded-random.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { AccountChanges } from './wire.ts';

setDefaultTimeout(90_000);
const KILLS = 6;
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

test(`F1 SND1 SND2 SEQ1 SEQ2: kill -9 under load loses nothing acked, doubles nothing, leaves no gap (seed ${String(seed)})`, async () => {
  console.log(`crash test: PARLEY_SEED=${String(seed)}`);
  const load = await startLoad(server, random);
  for (let round = 0; round < KILLS; round++) {
    await within(20_000, `acks in round ${String(round)}`, stored(load, 40 + Math.floor(random() * 400)));
    load.push(); // fills the pipeline again, so that the kill meets commits and acks on their way
    for (let turns = Math.floor(random() * 6); turns > 0; turns--) await new Promise(setImmediate);
    await server.kill();
    await server.restart();
  }
  await within(20_000, 'acks after the last restart', stored(load, 100));
  await allAnswered(load, 20_000);
  await audit(load.conversations, load.sent);
  expect(load.clients.flatMap((one) => [...one.learned.failed])).toEqual([]);

  for (const client of load.clients) {
    const again = await client.person.connect();
    for (const message of load.sent.filter((one) => client.learned.stored.has(one.id)).slice(0, 60)) {
      const ack = await again.must('send_message', message);
      expect(ack).toMatchObject({ duplicate: true, seq: client.learned.stored.get(message.id)?.seq });
    }
    again.close();
    const log = await client.person.api.get('/me/changes?limit=200', AccountChanges);
    expect(log.entries.map((one) => one.seq)).toEqual(log.entries.map((_one, i) => i + 1));
    const added = log.entries.flatMap((one) => (one.kind === 'conversation_added' ? [one.conversation] : []));
    expect(new Set(added).size).toBe(added.length);
    client.close();
  }
});

test('RD1 GRP1: what was answered before kill -9 is there after it: positions, sessions, groups, edits', async () => {
  const [alice, bob] = [await signUp(server.url, 'alice'), await signUp(server.url, 'bob')];
  const group = await makeGroup(alice, 'survivors', [bob]);
  const [a, b] = [await alice.connect(), await bob.connect()];
  const first = text('group', group, 'befor');
  await a.must('send_message', first);
  await a.must('edit_message', { message_id: first.id, conversation: group.id, content: 'before' });
  await b.must('mark_read', { conversation: group.id, seq: 2 });
  await server.kill();
  await server.restart();
  const again = await bob.connect();
  const [state] = (await again.must('sync', { conversations: { [group.id]: 1 } })).conversations;
  expect(state).toMatchObject({ read_seq: 2, unread: 0, last_seq: 3 });
  expect(state).toMatchObject({ entries: [{ message: { content: 'before' } }, { kind: 'edit' }] });
  expect(again.ready.generation).toBe(b.ready.generation);
  again.close();
});
