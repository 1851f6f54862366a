import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { makeGroup, type Person, signIn, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { SendAck } from './wire-events.ts';
import { Me } from './wire.ts';

setDefaultTimeout(40_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

async function acquainted(): Promise<[Person, Person]> {
  const [alice, bob] = [await signUp(server.url, 'alice'), await signUp(server.url, 'bob')];
  // Over HTTP: a socket would keep its user online for a little while after it is gone.
  await alice.api.post('/messages', text('direct', bob, 'hi'), SendAck);
  return [alice, bob];
}

test('PRS1: typing goes to the others of a conversation, to nobody else, and not back', async () => {
  const [alice, bob] = await acquainted();
  const carol = await signUp(server.url, 'carol');
  const group = await makeGroup(alice, 'typists', [carol]);
  const [a, b, c] = [await alice.connect(), await bob.connect(), await carol.connect()];
  await a.must('typing', { type: 'direct', to: bob.id, is_typing: true });
  const direct = await b.next('typing');
  expect(direct).toMatchObject({ user_id: alice.id, is_typing: true });
  await a.must('typing', { type: 'group', to: group.id, is_typing: true });
  expect(await c.next('typing')).toEqual({ conversation: group.id, user_id: alice.id, is_typing: true });
  await a.must('typing', { type: 'group', to: group.id, is_typing: false });
  expect(await c.next('typing')).toEqual({ conversation: group.id, user_id: alice.id, is_typing: false });
  expect(await b.refused('typing', { type: 'group', to: group.id, is_typing: true })).toMatchObject({
    code: 'not_found',
  });
  await a.must('send_message', text('direct', bob, 'done'));
  await b.next('message');
  expect(b.seen('typing').filter((one) => one.is_typing)).toEqual([direct]);
  expect(a.seen('typing')).toEqual([]);
  for (const one of [a, b, c]) one.close();
});

test('PRS1: presence follows the sockets, hides the invisible, and is nothing to strangers', async () => {
  const [alice, bob] = await acquainted();
  const stranger = await signUp(server.url, 'stranger');
  const [b, s] = [await bob.connect(), await stranger.connect()];
  const watched = await b.must('watch_presence', { user_ids: [alice.id, 'nobody'] });
  expect(watched.presences.map((one) => [one.user_id, one.status])).toEqual([
    [alice.id, 'offline'],
    ['nobody', 'offline'],
  ]);
  const a = await alice.connect();
  expect(await b.next('presence', (one) => one.status === 'online')).toMatchObject({
    user_id: alice.id,
    last_seen: null,
  });
  expect((await s.must('watch_presence', { user_ids: [alice.id] })).presences).toEqual([
    { user_id: alice.id, status: 'offline', last_seen: null },
  ]);
  await a.must('set_presence', { status: 'busy' });
  expect(await b.next('presence', (one) => one.status === 'busy')).toMatchObject({ user_id: alice.id });
  await a.must('set_presence', { status: 'invisible' });
  expect(await b.next('presence', (one) => one.status === 'offline')).toMatchObject({ user_id: alice.id });
  await a.must('set_presence', { status: 'online' });
  await b.next('presence', (one) => one.status === 'online');
  await alice.api.patch('/me', { display_name: 'Alicia' }, Me);
  expect(await b.next('profile')).toMatchObject({ user: { id: alice.id, display_name: 'Alicia' } });
  a.close();
  const fallen = await b.next('presence', (one) => one.status === 'offline', 16_000);
  expect(fallen.last_seen).not.toBeNull();
  expect(s.seen('presence')).toEqual([]);
  b.close();
  s.close();
});

test('PRS1: one of two devices leaving keeps its user online', async () => {
  const [alice, bob] = await acquainted();
  const [phone, laptop, b] = [await alice.connect(), await alice.connect(), await bob.connect()];
  phone.close();
  await laptop.must('sync', { conversations: {} });
  const { presences } = await b.must('watch_presence', { user_ids: [alice.id] });
  expect(presences).toMatchObject([{ user_id: alice.id, status: 'online' }]);
  laptop.close();
  b.close();
});

test('SEC1: signing in elsewhere is told to the other devices', async () => {
  const alice = await signUp(server.url, 'alice');
  const phone = await alice.connect();
  await signIn(server.url, alice.username);
  const told = await phone.next('notification', (one) => one.type === 'session_notification');
  expect(told).toMatchObject({ action: 'signed_in', session: { current: false } });
  phone.close();
});
