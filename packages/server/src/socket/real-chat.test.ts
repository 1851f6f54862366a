import { expect, test } from 'bun:test';
import { createChat, type Chat, type Storage } from '@parley/core';
import { createFakeIds, createMemoryStorage, valueOf } from '@parley/core/testing';
import { sessionId, type Entry, type Message, type SendAnswer } from '@parley/protocol';
import type { Socket } from 'socket.io-client';
import { systemClock } from '../clock.ts';
import { next, startSocketServer, user, type TestServer } from './testing/start-socket-server.ts';

interface Started extends TestServer {
  chat: Chat;
}

async function createPeople(storage: Storage): Promise<void> {
  for (const name of ['ann', 'bob', 'cid']) {
    const profile = { id: user(name), username: name, displayName: name, avatarUrl: null, createdAt: 0 };
    await storage.accounts.createUser({ profile, passwordHash: null });
  }
}

/** The chat itself over a store in memory, with Ann, Bob and Cid. */
async function startChat(): Promise<Started> {
  const storage = createMemoryStorage();
  await createPeople(storage);
  const made: { chat?: Chat } = {};
  const server = await startSocketServer({
    limitsOn: false,
    makeChat: (publisher) =>
      (made.chat = createChat({
        storage,
        publisher,
        clock: systemClock,
        ids: createFakeIds(systemClock.nowMs),
        reporter: { info: () => undefined, warn: () => undefined, error: () => undefined },
        journal: undefined,
        random: () => 0.5,
        maxRetries: 2,
        batchSize: 25,
        flushIntervalMs: 1_000,
        editWindowMs: 0,
      })),
  });
  return { ...server, chat: made.chat! };
}

function send(socket: Socket, message: object): Promise<SendAnswer & { ok: boolean }> {
  return socket.emitWithAck('send_message', message) as Promise<SendAnswer & { ok: boolean }>;
}

/** Every seq a socket learns of a conversation, from its acks and its events, in the order it learns them. */
function learning(socket: Socket): { seqs: number[]; note(answer: SendAnswer): void } {
  const seqs: number[] = [];
  socket.on('message', (message: Message) => seqs.push(message.seq ?? 0));
  return { seqs, note: (answer) => seqs.push(answer.seq ?? 0) };
}

const toBob = { type: 'direct', to: 'bob', content: 'hello' };

test('SND1: a message is acked as stored and reaches every other device of both people, and no stranger', async () => {
  const { readyClient } = await startChat();
  const [ann, annToo, bob, cid] = await Promise.all(
    ['ann', 'ann', 'bob', 'cid'].map((name) => readyClient(name)),
  );
  const heard: Message[] = [];
  const misled: string[] = [];
  cid!.on('message', () => misled.push('cid'));
  ann!.on('message', () => misled.push('ann'));
  const both = Promise.all([next<Message>(annToo!, 'message'), next<Message>(bob!, 'message')]);
  const answer = await send(ann!, toBob);
  heard.push(...(await both));
  expect(answer).toMatchObject({ ok: true, seq: 1, status: 'stored', conversation: 'direct:ann:bob' });
  expect(heard[0]).toEqual(heard[1]);
  expect(heard[1]).toMatchObject({
    id: answer.id,
    from: 'ann',
    to: 'bob',
    content: 'hello',
    seq: 1,
    status: 'stored',
  });
  for (const socket of [ann!, cid!]) await socket.emitWithAck('sync', {});
  expect(misled).toEqual([]);
});

test('SEQ2: without an ack the sending device gets the event like everybody', async () => {
  const { readyClient } = await startChat();
  const ann = await readyClient('ann');
  const own = next<Message>(ann, 'message');
  ann.emit('send_message', toBob);
  expect(await own).toMatchObject({ seq: 1, content: 'hello' });
});

test('SEQ2: two people who write at once learn the same order, each from acks and events together', async () => {
  const { readyClient } = await startChat();
  const ann = await readyClient('ann');
  const bob = await readyClient('bob', { transports: ['polling'] });
  const count = 100;
  const learnt = [ann, bob].map(learning);
  const isComplete = Promise.withResolvers<undefined>();
  const check = () => {
    if (learnt.every(({ seqs }) => seqs.length === 2 * count)) isComplete.resolve(undefined);
  };
  for (const socket of [ann, bob]) socket.on('message', check);
  for (let index = 0; index < count; index += 1)
    for (const [who, socket] of [ann, bob].entries())
      socket.emit('send_message', { ...toBob, to: who === 0 ? 'bob' : 'ann' }, (answer: SendAnswer) => {
        learnt[who]!.note(answer);
        check();
      });
  await isComplete.promise;
  const expected = Array.from({ length: 2 * count }, (_, index) => index + 1);
  expect(learnt.map(({ seqs }) => seqs)).toEqual([expected, expected]);
});

test('GRP1: a member hears of the group until the removal, and of nothing after it', async () => {
  const { readyClient, chat } = await startChat();
  const ann = await readyClient('ann');
  const bob = await readyClient('bob');
  const caller = { userId: user('ann'), sessionId: null };
  const added = next<{ action: string }>(bob, 'notification');
  const { group } = valueOf(
    await chat.createGroup(caller, { name: 'G', description: '', members: [user('bob')] }),
  );
  expect(await added).toMatchObject({ action: 'added', group_id: group.id, seq: 1 });
  const toGroup = { type: 'group', to: group.id, content: 'one' };
  const first = next<Message>(bob, 'message');
  await send(ann, toGroup);
  expect(await first).toMatchObject({ conversation: group.id, seq: 2 });
  const removed = next<{ action: string }>(bob, 'notification');
  valueOf(await chat.removeMember(caller, group.id as never, user('bob')));
  expect(await removed).toMatchObject({ action: 'removed', seq: 3 });
  const leaked: unknown[] = [];
  bob.on('message', (message) => leaked.push(message));
  await send(ann, toGroup);
  expect(await bob.emitWithAck('sync', { conversations: { [group.id]: 3 } })).toMatchObject({
    ok: true,
    conversations: [{ id: group.id, gone: true }],
  });
  expect(leaked).toEqual([]);
});

test('SYN1: what a socket missed comes by sync, and the account log with it', async () => {
  const { readyClient } = await startChat();
  const ann = await readyClient('ann');
  for (let index = 0; index < 3; index += 1) await send(ann, toBob);
  const bob = await readyClient('bob');
  const answer: { conversations: { entries: Entry[] }[] } = await bob.emitWithAck('sync', {
    account: 0,
    conversations: { 'direct:ann:bob': 1 },
  });
  expect(answer).toMatchObject({ ok: true, account: { last_seq: 1, has_more: false } });
  expect(answer.conversations[0]!.entries.map((entry) => entry.seq)).toEqual([2, 3]);
});

test('SEC1: a revoked session is cut on all its sockets and on no other', async () => {
  const { readyClient, chat } = await startChat();
  const [ann, annToo, bob] = await Promise.all(['ann', 'ann', 'bob'].map((name) => readyClient(name)));
  const told = Promise.all([next(ann!, 'error'), next(annToo!, 'error')]);
  const gone = Promise.all([next(ann!, 'disconnect'), next(annToo!, 'disconnect')]);
  valueOf(await chat.revokeSession(user('ann'), sessionId.parse('s-ann')));
  expect(await told).toMatchObject([{ code: 'unauthenticated' }, { code: 'unauthenticated' }]);
  await gone;
  expect(bob!.connected).toBe(true);
});
