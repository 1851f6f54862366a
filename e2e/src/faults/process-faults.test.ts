import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { audit } from '../audit.ts';
import { within } from '../deadline.ts';
import { allAnswered, startLoad, stored } from '../load.ts';
import { createOutboxClient } from '../outbox-client.ts';
import { makeGroup, newId, signIn, signUp, text } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { History } from '../wire.ts';

setDefaultTimeout(90_000);
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess | undefined;
afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

test('F15 SND2: one id sent by two devices at once is one message, and both learn the same', async () => {
  server = await startServer();
  const [ann, bob] = [await signUp(server.url, 'ann'), await signUp(server.url, 'bob')];
  const again = await signIn(server.url, ann.username);
  const [phone, laptop] = [await ann.connect(), await again.connect()];
  const ids: string[] = [];
  for (let round = 0; round < 40; round += 1) {
    const message = { ...text('direct', bob, `round ${String(round)}`), id: newId() };
    const [one, other, third] = await Promise.all([
      phone.must('send_message', message),
      laptop.must('send_message', message),
      phone.must('send_message', message),
    ]);
    expect([other.seq, third.seq]).toEqual([one.seq, one.seq]);
    ids.push(message.id);
    const different = { ...message, content: 'another text' };
    expect((await laptop.refused('send_message', different)).code).toBe('conflict');
  }
  const { messages } = await ann.api.get(`/messages/${ann.id}/${bob.id}?limit=200`, History);
  expect(messages.map(({ id }) => id)).toEqual(ids);
  phone.close();
  laptop.close();
});

test(`F20: a process that stands still for more than two seconds loses nothing (seed ${String(seed)})`, async () => {
  server = await startServer();
  const load = await startLoad(server, random);
  for (let round = 0; round < 2; round += 1) {
    await within(20_000, 'acks', stored(load, 150));
    load.push();
    server.run().signal('SIGSTOP');
    // Nothing announces that time has passed.
    await new Promise((resolve) => setTimeout(resolve, 2_300));
    server.run().signal('SIGCONT');
  }
  await within(20_000, 'acks after it', stored(load, 100));
  await allAnswered(load, 30_000);
  await audit(load.conversations, load.sent);
  for (const client of load.clients) client.close();
});

test('F21 GRP1: whoever is removed while others write hears nothing numbered after it, and all of it after coming back', async () => {
  server = await startServer();
  const [owner, writer, eve] = [
    await signUp(server.url, 'owner'),
    await signUp(server.url, 'writer'),
    await signUp(server.url, 'eve'),
  ];
  const group = await makeGroup(owner, 'coming and going', [writer, eve]);
  const [writing, watching] = [await writer.connect(), await eve.connect()];
  let removedAt: number | undefined;
  const faults: string[] = [];
  const note = (what: string, seq: unknown, isReturn: boolean): void => {
    if (isReturn) removedAt = undefined;
    else if (removedAt !== undefined && typeof seq === 'number')
      faults.push(`${what} ${String(seq)} after ${String(removedAt)}`);
  };
  watching.socket.on('message', (message: { seq: unknown }) => note('message', message.seq, false));
  watching.socket.on('message_update', (update: { seq?: unknown }) => note('update', update.seq, false));
  watching.socket.on('notification', (event: { action?: string; seq: number }) => {
    note('notification', event.seq, event.action === 'added');
    if (event.action === 'removed') removedAt = event.seq;
  });
  let isOver = false;
  const write = async (): Promise<void> => {
    for (let n = 0; !isOver; n += 1) {
      const sent = await writing.must('send_message', text('group', group, `message ${String(n)}`));
      if (n % 3 === 0)
        await writing.must('edit_message', {
          message_id: sent.id,
          conversation: group.id,
          content: 'edited',
        });
      writing.socket.emit('typing', { type: 'group', to: group.id, is_typing: true });
    }
  };
  const writers = Promise.all([write(), write()]);
  for (let round = 0; round < 25; round += 1) {
    await owner.api.post(`/groups/${group.id}/remove`, { user_id: eve.id }, History.partial());
    const ack = await watching.call('send_message', text('group', group, 'am I still here?'));
    expect(ack).toMatchObject({ ok: false, error: { code: 'not_found' } });
    await owner.api.post(`/group/${group.id}/${eve.id}`, {}, History.partial());
  }
  isOver = true;
  await writers;
  expect(faults).toEqual([]);
  const client = createOutboxClient(server.url, eve);
  const other = createOutboxClient(server.url, owner);
  await audit([{ id: group.id, members: [other, client] }], []);
  for (const one of [writing, watching, client, other]) one.close();
});
