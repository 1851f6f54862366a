import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { within } from './deadline.ts';
import { makeGroup, signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { openSlowReader } from './slow-reader.ts';
import { events } from './wire-events.ts';

setDefaultTimeout(60_000);
let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

test('F10 PIP4 SEQ2: a reader too slow is closed after a gapless beginning, and nobody else waits for it', async () => {
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const slowOne = await signUp(server.url, 'slow');
  const group = await makeGroup(own, 'loud', [mem, slowOne]);
  const [o, m] = [await own.connect(), await mem.connect()];
  const slow = await openSlowReader(server.url, slowOne.token);
  slow.pause();
  const body = '😀'.repeat(7_900);
  const rounds = 40;
  for (let round = 0; round < rounds; round++) {
    const batch = Array.from({ length: 20 }, () => o.must('send_message', text('group', group, body)));
    await Promise.all(batch);
  }
  const count = rounds * 20;
  await m.next('message', (one) => one.seq === count + 1);
  expect(m.seen('message')).toHaveLength(count);
  slow.resume();
  await within(20_000, 'the slow connection to be closed', slow.closed);
  const got = slow.frames
    .filter((frame) => frame.startsWith('42["message",'))
    .map((frame) => events.message.parse(JSON.parse(frame.slice(13, -1))).seq);
  expect(got.length).toBeLessThan(count);
  expect(got).toEqual(got.map((_seq, i) => i + 2));
  o.close();
  m.close();
});
