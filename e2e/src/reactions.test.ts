import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { makeGroup, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Changes, History, Message } from './wire.ts';

setDefaultTimeout(30_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

test('RCT1: a reaction reaches every device, is in history and among the changes, and can be taken back', async () => {
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const group = await makeGroup(own, 'reactions', [mem]);
  const [o, m, phone] = [await own.connect(), await mem.connect(), await mem.connect()];
  const message = text('group', group, 'cake?');
  await o.must('send_message', message);
  const reference = { message_id: message.id, conversation: group.id };
  const put = await m.must('react', { ...reference, emoji: '🍰', on: true });
  expect(put).toEqual({ ok: true, conversation: group.id, seq: 3 });
  const event = { type: 'reaction', ...reference, seq: 3, user_id: mem.id, emoji: '🍰', on: true };
  for (const device of [o, phone]) expect(await device.next('message_update')).toMatchObject(event);
  await o.must('react', { ...reference, emoji: '🍰', on: true });
  expect(await m.next('message_update')).toMatchObject({ seq: 4, user_id: own.id });

  const shown = { reactions: [{ emoji: '🍰', count: 2, user_ids: [mem.id, own.id] }], reactions_seq: 4 };
  const { messages } = await mem.api.get(`/messages/${mem.id}/${group.id}?message_type=group`, History);
  expect(messages).toMatchObject([shown]);
  expect(await own.api.get(`/messages/${message.id}`, Message)).toMatchObject(shown);
  await m.must('react', { ...reference, emoji: '🍰', on: false });
  const { entries } = await own.api.get(`/conversations/${group.id}/changes?after=2`, Changes);
  expect(entries).toMatchObject([
    { seq: 3, kind: 'reaction', by: mem.id, message_id: message.id, emoji: '🍰', on: true },
    { seq: 4, kind: 'reaction', by: own.id, on: true },
    { seq: 5, kind: 'reaction', by: mem.id, on: false },
  ]);
  expect(await m.refused('react', { ...reference, emoji: 'cake', on: true })).toMatchObject({
    code: 'invalid',
    issues: [{ path: 'emoji', message: 'must be one emoji' }],
  });
});
