import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import type { Transport } from './client.ts';
import { directBetween, newId, signIn, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { Blocks, Conversation, Conversations, History, Message, Users } from './wire.ts';

setDefaultTimeout(30_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

const WAYS: Record<string, readonly Transport[]> = {
  websocket: ['websocket'],
  polling: ['polling'],
  'polling upgraded to websocket': ['polling', 'websocket'],
};

for (const [way, transports] of Object.entries(WAYS)) {
  describe(`over ${way}`, () => {
    test('SND1 SEQ2: two people who find each other chat both ways, on every device', async () => {
      const alice = await signUp(server.url, 'alice');
      const bob = await signUp(server.url, 'bob');
      const found = await alice.api.get(`/users?query=${bob.username.toUpperCase()}`, Users);
      expect(found.users.map((user) => user.id)).toEqual([bob.id]);
      const phone = await alice.connect({ transports });
      const laptop = await (await signIn(server.url, alice.username)).connect({ transports });
      const peer = await bob.connect({ transports });

      const hello = text('direct', bob, 'Grüße 👋\n\u0000'.replace('\u0000', ''));
      const sent = await phone.must('send_message', hello);
      const conversation = directBetween(alice, bob);
      expect(sent).toMatchObject({ id: hello.id, conversation, seq: 1, status: 'stored' });
      const heard = await peer.next('message');
      expect(heard).toMatchObject({
        ...hello,
        from: alice.id,
        seq: 1,
        conversation,
        content_type: 'text',
        reply_to: null,
        edited_at: null,
        deleted_at: null,
      });
      expect(heard.created_at).toBe(sent.created_at);
      expect(await laptop.next('message')).toEqual(heard);
      for (const one of [phone, laptop, peer])
        expect(await one.next('account')).toMatchObject({ kind: 'conversation_added', conversation });

      const related = { reply_to: hello.id, album_id: hello.id };
      const back = { ...text('direct', alice, 'hello yourself'), ...related };
      expect(await peer.must('send_message', back)).toMatchObject({ seq: 2 });
      expect(await phone.next('message')).toMatchObject({ id: back.id, seq: 2, ...related });
      expect(await laptop.next('message')).toMatchObject({ id: back.id });
      // What arrived later proves that the sender's own copy was not sent to the socket that was acked.
      expect(phone.seen('message')).toHaveLength(1);
      for (const one of [phone, laptop, peer]) one.close();
    });
  });
}

test('SND1: a socket that asked for no ack gets its own message as an event', async () => {
  const alice = await signUp(server.url, 'alice');
  const phone = await alice.connect();
  const note = text('direct', alice, 'to myself');
  phone.socket.emit('send_message', note);
  expect(await phone.next('message')).toMatchObject({ id: note.id, seq: 1, from: alice.id, to: alice.id });
  phone.socket.emit('send_message', { type: 'direct', to: 7, content: 'x' });
  expect(await phone.next('error')).toMatchObject({ event: 'send_message', code: 'invalid', retry: false });
  phone.close();
});

test('SND2: the same id again answers as the first time, by socket or HTTP; another body is a conflict', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const first = text('direct', bob, 'once');
  const sent = await phone.must('send_message', first);
  expect(sent.duplicate).not.toBe(true);
  const again = { ...sent, duplicate: true };
  expect(await phone.must('send_message', { ...first, content_type: 'text' })).toEqual(again);
  const { conversation } = sent;
  await phone.must('edit_message', { message_id: first.id, conversation, content: 'changed' });
  expect(await phone.must('send_message', first)).toEqual(again);
  const overHttp = await alice.api.send('POST', '/messages', {
    body: JSON.stringify(first),
    headers: { 'content-type': 'application/json' },
  });
  expect(overHttp.status).toBe(200);
  expect(overHttp.json).toMatchObject({ id: first.id, seq: 1, duplicate: true });
  expect(await phone.refused('send_message', { ...first, content: 'twice' })).toMatchObject({
    code: 'conflict',
  });
  await phone.must('delete_message', { message_id: first.id, conversation, delete_for: 'everyone' });
  expect(await phone.must('send_message', first)).toEqual(again);
  phone.close();
});

test('SND2: twenty sends of one id at once make one message', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const laptop = await alice.connect();
  const once = text('direct', bob, 'once');
  const all = Array.from({ length: 20 }, (_none, i) => (i % 2 ? phone : laptop).must('send_message', once));
  const answers = await Promise.all(all);
  expect(new Set(answers.map((ack) => ack.seq))).toEqual(new Set([1]));
  expect(answers.filter((ack) => ack.duplicate !== true)).toHaveLength(1);
  phone.close();
  laptop.close();
});

test('SND5: an id that is no lower-case UUIDv7, or a day ahead, is invalid', async () => {
  const alice = await signUp(server.url, 'alice');
  const phone = await alice.connect();
  const ahead = (Date.now() + 2 * 86_400_000).toString(16).padStart(12, '0');
  const wrong = [
    newId().toUpperCase(),
    crypto.randomUUID(),
    '00000000-0000-0000-0000-000000000000',
    'x',
    '',
    7,
    `${ahead.slice(0, 8)}-${ahead.slice(8)}-7000-8000-000000000000`,
  ];
  for (const id of wrong) {
    const refusal = await phone.refused('send_message', { ...text('direct', alice, 'x'), id });
    expect(refusal).toMatchObject({ code: 'invalid', retry: false });
    expect(refusal.issues?.length).toBeGreaterThan(0);
  }
  const unnamed = await phone.must('send_message', { type: 'direct', to: alice.id, content: 'SND3' });
  expect(unnamed.seq).toBe(1);
  phone.close();
});

test('RD1 RD2: receipts reach the sender, clear other devices, and never move back', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const [peer, peerTablet] = [await bob.connect(), await bob.connect()];
  const messages = ['one', 'two', 'three'].map((content) => text('direct', bob, content));
  for (const message of messages) await phone.must('send_message', message);
  const conversation = directBetween(alice, bob);
  const seenBy = async (person: typeof alice): Promise<Conversation> =>
    person.api.get(`/conversations/${encodeURIComponent(conversation)}`, Conversation);
  expect(await seenBy(bob)).toMatchObject({ unread: 3, read_seq: 0, last_seq: 3, peer: { id: alice.id } });
  expect(await seenBy(alice)).toMatchObject({ unread: 0, peer_read_seq: 0, peer_delivered_seq: 0 });

  expect(await peer.must('mark_delivered', { conversation, seq: 2 })).toMatchObject({ conversation, seq: 2 });
  const receipt = await phone.next('message_update');
  const byBob = { conversation, user_id: bob.id };
  expect(receipt).toMatchObject({ type: 'delivery_receipt', ...byBob, message_id: messages[1]?.id });
  expect(receipt).toMatchObject({ delivered_seq: 2 });
  expect(await peer.must('mark_read', { message_id: messages[1]?.id, conversation })).toMatchObject({
    seq: 2,
  });
  const isRead = (update: { type: string }): boolean => update.type === 'read_receipt';
  for (const one of [phone, peerTablet])
    expect(await one.next('message_update', isRead)).toMatchObject({ ...byBob, read_seq: 2 });
  expect(await seenBy(bob)).toMatchObject({ unread: 1, read_seq: 2 });
  expect(await peer.must('mark_read', { conversation, seq: 1 })).toMatchObject({ seq: 2 });
  expect(await peer.must('mark_read', { conversation, seq: 1_000_000 })).toMatchObject({ seq: 3 });
  expect(await seenBy(bob)).toMatchObject({ unread: 0, read_seq: 3 });
  expect(await seenBy(alice)).toMatchObject({ peer_read_seq: 3, peer_delivered_seq: 3 });
  for (const one of [phone, peer, peerTablet]) one.close();
});

test('GRP1: an edit reaches everybody, a repeated edit adds nothing, history shows the present text', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const peer = await bob.connect();
  const draft = text('direct', bob, 'drafft');
  const { conversation } = await phone.must('send_message', draft);
  const edit = { message_id: draft.id, conversation, content: 'draft' };
  const edited = await phone.must('edit_message', edit);
  expect(edited).toMatchObject({ conversation, seq: 2 });
  expect(await peer.next('message_update')).toMatchObject({
    type: 'message_edit',
    conversation,
    seq: 2,
    message_id: draft.id,
    content: 'draft',
    edited_at: edited.edited_at,
  });
  expect(await phone.must('edit_message', edit)).toEqual(edited);
  expect(await peer.refused('edit_message', { ...edit, content: 'mine' })).toMatchObject({
    code: 'forbidden',
  });
  const history = await bob.api.get(`/messages/${bob.id}/${alice.id}`, History);
  expect(history.messages.map((one) => [one.seq, one.content])).toEqual([[1, 'draft']]);
  const byId = `/messages/${draft.id}?conversation=${encodeURIComponent(conversation)}`;
  expect(await bob.api.get(byId, Message)).toMatchObject({ content: 'draft', edited_at: edited.edited_at });
  phone.close();
  peer.close();
});

test('SYN1: deleting for everyone erases the text everywhere, deleting for me hides it from me alone', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const [peer, peerTablet] = [await bob.connect(), await bob.connect()];
  const [secret, boring] = [text('direct', bob, 'secret'), text('direct', bob, 'boring')];
  const { conversation } = await phone.must('send_message', secret);
  await phone.must('send_message', boring);
  const forAll = { message_id: secret.id, conversation, delete_for: 'everyone' };
  expect(await phone.must('delete_message', forAll)).toMatchObject({ seq: 3 });
  expect(await peer.next('message_deleted')).toMatchObject({
    ...forAll,
    seq: 3,
    deleted_by: alice.id,
  });
  expect(await phone.must('delete_message', forAll)).toMatchObject({ seq: 3 });
  expect(await phone.refused('edit_message', { ...forAll, content: 'x' })).toMatchObject({
    code: 'not_found',
  });

  await peer.must('delete_message', { message_id: boring.id, conversation, delete_for: 'me' });
  expect(await peerTablet.next('message_deleted', (one) => one.delete_for === 'me')).toMatchObject({
    message_id: boring.id,
    seq: null,
    deleted_by: bob.id,
  });
  expect(await peerTablet.next('account', (one) => one.kind === 'message_hidden')).toMatchObject({
    conversation,
  });
  const ofBob = await bob.api.get(`/messages/${bob.id}/${alice.id}`, History);
  expect(ofBob.messages.map((one) => [one.seq, one.content])).toEqual([[1, null]]);
  expect(ofBob.messages[0]?.deleted_at).not.toBeNull();
  const ofAlice = await alice.api.get(`/messages/${alice.id}/${bob.id}`, History);
  expect(ofAlice.messages.map((one) => one.content)).toEqual([null, 'boring']);
  expect(await bob.api.refused('DELETE', `/messages/${boring.id}?delete_for=everyone`)).toMatchObject({
    code: 'forbidden',
  });
  for (const one of [phone, peer, peerTablet]) one.close();
});

test('SYN1: history pages backwards, forwards and around a message', async () => {
  const alice = await signUp(server.url, 'alice');
  const phone = await alice.connect();
  const notes = Array.from({ length: 12 }, (_none, i) => text('direct', alice, `note ${String(i + 1)}`));
  await Promise.all(notes.map((note) => phone.must('send_message', note)));
  const read = async (query: string): Promise<unknown[]> => {
    const page = await alice.api.get(`/messages/${alice.id}/${alice.id}?${query}`, History);
    return [page.messages.map((one) => one.seq), page.has_more, page.has_newer];
  };
  expect((await read('limit=5')).slice(0, 2)).toEqual([[8, 9, 10, 11, 12], true]);
  expect((await read('before=3&limit=5')).slice(0, 2)).toEqual([[1, 2], false]);
  expect((await read('after=3&limit=3')).slice(0, 2)).toEqual([[4, 5, 6], true]);
  expect(await read('around=6&limit=5')).toEqual([[4, 5, 6, 7, 8], true, true]);
  expect((await read('limit=100000'))[1]).toBe(false);
  for (const query of ['limit=0', 'limit=x', 'before=1&after=2', 'message_type=secret', 'before=-1'])
    expect(await alice.api.refused('GET', `/messages/${alice.id}/${alice.id}?${query}`)).toMatchObject({
      code: 'invalid',
    });
  phone.close();
});

test('GRP3: a direct message needs somebody who exists, and a blocked one may not write', async () => {
  const alice = await signUp(server.url, 'alice');
  const bob = await signUp(server.url, 'bob');
  const phone = await alice.connect();
  const peer = await bob.connect();
  const toNobody = text('direct', { id: newId() }, 'anybody there?');
  expect(await phone.refused('send_message', toNobody)).toMatchObject({ code: 'not_found' });
  await bob.api.done('PUT', `/me/blocks/${alice.id}`);
  expect(await peer.next('account')).toMatchObject({ kind: 'block_changed', user_id: alice.id, on: true });
  expect((await bob.api.get('/me/blocks', Blocks)).user_ids).toEqual([alice.id]);
  const hello = text('direct', bob, 'hello');
  expect(await phone.refused('send_message', hello)).toMatchObject({ code: 'forbidden', retry: false });
  await bob.api.done('DELETE', `/me/blocks/${alice.id}`);
  expect(await phone.must('send_message', hello)).toMatchObject({ seq: 1 });
  phone.close();
  peer.close();
});

test('RD2: the list shows newest activity first, with unread counts, mutes and marks', async () => {
  const alice = await signUp(server.url, 'alice');
  const [bob, carol] = [await signUp(server.url, 'bob'), await signUp(server.url, 'carol')];
  const phone = await alice.connect();
  for (const [from, content] of [
    [bob, 'b1'],
    [bob, 'b2'],
    [carol, 'c1'],
  ] as const)
    await from.api.send('POST', '/messages', {
      body: JSON.stringify(text('direct', alice, content)),
      headers: { 'content-type': 'application/json' },
    });
  const list = await alice.api.get('/conversations', Conversations);
  const brief = list.conversations.map((one) => [one.peer?.id, one.unread, one.last_message?.content]);
  expect(brief).toEqual([
    [carol.id, 1, 'c1'],
    [bob.id, 2, 'b2'],
  ]);
  expect(list.conversations.every((one) => one.name === null && one.type === 'direct')).toBe(true);
  const firstPage = await alice.api.get('/conversations?limit=1', Conversations);
  const cursor = encodeURIComponent(firstPage.next_cursor ?? '');
  const secondPage = await alice.api.get(`/conversations?limit=1&cursor=${cursor}`, Conversations);
  expect(secondPage.conversations[0]?.peer?.id).toBe(bob.id);
  expect(secondPage.next_cursor).toBeNull();

  const conversation = directBetween(alice, bob);
  const path = `/conversations/${encodeURIComponent(conversation)}`;
  const state = { muted_until: '2099-01-01T00:00:00.000Z', archived: true, marked_unread: true };
  expect(await alice.api.patch(path, state, Conversation)).toMatchObject(state);
  const changed = await phone.next('account', (one) => one.kind === 'conversation_changed');
  expect(changed).toMatchObject({ conversation, ...state });
  await phone.must('mark_read', { conversation, seq: 2 });
  expect(await alice.api.get(path, Conversation)).toMatchObject({
    ...state,
    marked_unread: false,
    unread: 0,
  });
  const empty = directBetween(bob, carol);
  expect(await bob.api.get(`/conversations/${empty}`, Conversation)).toMatchObject({
    last_seq: 0,
    unread: 0,
  });
  phone.close();
});
