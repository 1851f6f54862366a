import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { ChatClient } from './client.ts';
import { makeGroup, newId, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { AccountChanges, Changes, type Entry, Group, Me } from './wire.ts';

setDefaultTimeout(30_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** All entries of one conversation after `held`, page by page through `sync`. */
async function catchUp(client: ChatClient, conversation: string, held: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const after = entries.at(-1)?.seq ?? held;
    const [one] = (await client.must('sync', { conversations: { [conversation]: after } })).conversations;
    if (one === undefined || !('entries' in one)) throw new Error(`no entries: ${JSON.stringify(one)}`);
    entries.push(...one.entries);
    if (!one.has_more) return entries;
    expect(one.entries.length).toBeGreaterThan(0);
  }
}

test('SYN1: after an absence sync brings messages, edits, deletions and membership, exactly those missed', async () => {
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const group = await makeGroup(own, 'absence', [mem]);
  const o = await own.connect();
  const before = await mem.connect();
  const [kept, edited, deleted] = ['kept', 'edited', 'deleted'].map((word) => text('group', group, word));
  if (kept === undefined || edited === undefined || deleted === undefined) throw new Error('unreachable');
  await o.must('send_message', kept);
  expect((await before.next('message')).seq).toBe(2);
  before.socket.io.engine.close();
  await before.disconnected;

  await o.must('send_message', edited);
  await o.must('send_message', deleted);
  const conversation = group.id;
  await o.must('edit_message', { message_id: edited.id, conversation, content: 'EDITED' });
  await o.must('delete_message', { message_id: deleted.id, conversation, delete_for: 'everyone' });
  await own.api.patch(`/groups/${group.id}`, { name: 'presence' }, Group);

  const m = await mem.connect();
  const entries = await catchUp(m, conversation, 2);
  expect(entries.map((one) => [one.seq, one.kind])).toEqual([
    [3, 'message'],
    [4, 'message'],
    [5, 'edit'],
    [6, 'delete'],
    [7, 'renamed'],
  ]);
  expect(entries[0]).toMatchObject({ message: { id: edited.id, content: 'EDITED' } });
  expect(entries[1]).toMatchObject({ message: { id: deleted.id, content: null } });
  const again = await mem.api.get(`/conversations/${conversation}/changes?after=2`, Changes);
  expect(again.entries).toEqual(entries);
  const [state] = (await m.must('sync', { conversations: { [conversation]: 7 } })).conversations;
  expect(state).toMatchObject({ entries: [], last_seq: 7, has_more: false, unread: 2, read_seq: 1 });
  o.close();
  m.close();
});

test('SYN1: an absence of 250 entries comes in pages of at most 100, without gap or repeat', async () => {
  const own = await signUp(server.url, 'own');
  const group = await makeGroup(own, 'long', []);
  const o = await own.connect();
  const ids = Array.from({ length: 250 }, () => newId());
  const send = (id: string): Promise<unknown> => o.must('send_message', { ...text('group', group, id), id });
  await Promise.all(ids.map(send));
  const entries = await catchUp(o, group.id, 0);
  expect(entries.map((one) => one.seq)).toEqual(Array.from({ length: 251 }, (_none, i) => i + 1));
  const got = entries.flatMap((one) =>
    one.kind === 'message' && one.message !== null ? [one.message.id] : [],
  );
  expect(got.toSorted()).toEqual(ids.toSorted());
  o.close();
});

test('SYN3: what is gone, or held beyond its end, is said', async () => {
  const own = await signUp(server.url, 'own');
  const group = await makeGroup(own, 'ends', []);
  const o = await own.connect();
  const answer = await o.must('sync', {
    account: 1_000_000,
    conversations: { [group.id]: 99, 'never-was': 0 },
  });
  expect(answer.account).toMatchObject({ reset: true });
  expect(answer.conversations).toContainEqual({ id: group.id, reset: true });
  expect(answer.conversations).toContainEqual({ id: 'never-was', gone: true });
  const tooMany = Object.fromEntries(Array.from({ length: 201 }, () => [newId(), 0]));
  expect(await o.refused('sync', { conversations: tooMany })).toMatchObject({ code: 'invalid' });
  o.close();
});

test('SYN1 SEQ1: the personal log by live events equals the personal log by catching up', async () => {
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const o = await own.connect();
  const start = o.ready.account_seq;
  const group = await makeGroup(own, 'log', [mem]);
  await o.must('send_message', text('direct', mem, 'hi'));
  await own.api.patch(`/conversations/${group.id}`, { archived: true }, Group.partial());
  await own.api.patch('/me', { display_name: 'Owner' }, Me);
  await own.api.patch('/me', { settings: { theme: 'dark' } }, Me);
  await own.api.done('PUT', `/me/blocks/${mem.id}`);
  await own.api.done('DELETE', `/groups/${group.id}`);
  await o.next('account', (one) => one.kind === 'conversation_removed');
  const live = o.seen('account').filter((one) => one.seq > start);
  const fetched = await own.api.get(`/me/changes?after=${String(start)}`, AccountChanges);
  expect(live).toEqual(fetched.entries);
  expect((await o.must('sync', { account: start, conversations: {} })).account).toEqual({
    entries: fetched.entries,
    last_seq: fetched.last_seq,
    has_more: false,
  });
  expect(live.map((one) => one.kind)).toEqual([
    'conversation_added',
    'conversation_added',
    'conversation_changed',
    'profile_changed',
    'settings_changed',
    'block_changed',
    'conversation_removed',
  ]);
  const whole = await own.api.get('/me/changes', AccountChanges);
  expect(whole.entries.map((one) => one.seq)).toEqual(whole.entries.map((_one, i) => i + 1));
  o.close();
});

test('SND2 SEQ2: an upgrade from polling in the middle of a conversation loses and doubles nothing', async () => {
  const [alice, bob] = [await signUp(server.url, 'alice'), await signUp(server.url, 'bob')];
  const listener = await bob.connect();
  const upgrading = await alice.connect({ transports: ['polling', 'websocket'] });
  const { engine } = upgrading.socket.io;
  const upgraded = new Promise((resolve) => {
    if (engine.transport.name === 'websocket') resolve(undefined);
    engine.once('upgrade', resolve);
  });
  const sends: Promise<unknown>[] = [];
  const state = { over: false };
  void upgraded.then(() => (state.over = true));
  for (let i = 0; i < 60 || (!state.over && i < 5_000); i++) {
    sends.push(upgrading.must('send_message', text('direct', bob, `out ${String(i)}`)));
    sends.push(listener.must('send_message', text('direct', alice, `in ${String(i)}`)));
    await Promise.race(sends.slice(-2));
  }
  await upgraded;
  await Promise.all(sends);
  const each = sends.length / 2;
  await listener.next('message', (one) => one.content === `out ${String(each - 1)}`);
  await upgrading.next('message', (one) => one.content === `in ${String(each - 1)}`);
  const expected = (word: string): string[] =>
    Array.from({ length: each }, (_none, i) => `${word} ${String(i)}`);
  expect(listener.seen('message').map((one) => one.content)).toEqual(expected('out'));
  expect(upgrading.seen('message').map((one) => one.content)).toEqual(expected('in'));
  const seqs = upgrading.seen('message').map((one) => one.seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  upgrading.close();
  listener.close();
});
