import { expect, test } from 'bun:test';
import { createBench } from '../testing/client-bench.ts';
import { createModelConversation } from '../testing/model-log.ts';
import type { AccountEntry, Entry } from '../wire.ts';

const at = '2026-01-01T00:00:00.000Z';

test('SYN1: a group that is there after its pointer is learned of, also when its first events are missed', async () => {
  const { clock, server, device } = createBench();
  const { client } = await device('bob');
  const pointer: AccountEntry = { seq: 1, at, kind: 'conversation_added', conversation: 'tea' };
  server.accounts.get('bob')?.push(pointer);
  for (const socket of server.connections('bob')) socket.emit('account', pointer);
  await clock.advance(500);
  expect(client.conversations.getSnapshot()).toEqual([]);
  expect(client.account.getSnapshot()?.seq).toBe(1);

  const tea = createModelConversation('tea', 'group');
  tea.members.set('ann', 'owner').set('bob', 'member');
  const members = [...tea.members].map(([user_id, role]) => ({ user_id, role }));
  const created: Entry = {
    conversation: 'tea',
    seq: 1,
    at,
    by: 'ann',
    kind: 'created',
    name: 'Tea',
    description: '',
    members,
  };
  tea.log.push(created);
  server.conversations.set('tea', tea);
  await clock.advance(3_000);
  expect(client.conversations.getSnapshot().map(({ id }) => id)).toEqual(['tea']);
  await client.stop();
});

test('SYN1: a pointer to what never came to be is read, and asked about once more', async () => {
  const { clock, server, device } = createBench();
  const { client } = await device('bob');
  const pointer: AccountEntry = { seq: 1, at, kind: 'conversation_added', conversation: 'never' };
  server.accounts.get('bob')?.push(pointer);
  for (const socket of server.connections('bob')) socket.emit('account', pointer);
  await clock.advance(10_000);
  expect(client.conversations.getSnapshot()).toEqual([]);
  expect(client.account.getSnapshot()?.seq).toBe(1);
  await client.stop();
});
