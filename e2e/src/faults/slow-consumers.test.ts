import { expect, setDefaultTimeout, test } from 'bun:test';
import { audit } from '../audit.ts';
import { eventually, within } from '../deadline.ts';
import { createOutboxClient } from '../outbox-client.ts';
import { makeGroup, signUp, text } from '../person.ts';
import { openSlowReader } from '../slow-reader.ts';
import { events } from '../wire-events.ts';
import { expectAtRest } from './backstage.ts';
import { startChaosServer } from './chaos.ts';

setDefaultTimeout(90_000);
const READERS = 100;
const PER_PERSON = 20;
/** So much waits for a socket in the server (4 MB) and in both kernels that it is closed. */
const MESSAGES = 500;

test('F10 PIP4 SEQ2: a hundred readers that read nothing are closed after a gapless beginning, and nobody else waits for them', async () => {
  const server = await startChaosServer();
  const [own, mem] = [await signUp(server.url, 'own'), await signUp(server.url, 'mem')];
  const lazy = await Promise.all(
    Array.from({ length: READERS / PER_PERSON }, (_none, n) => signUp(server.url, `lazy${String(n)}`)),
  );
  const group = await makeGroup(own, 'loud', [mem, ...lazy]);
  const before = await server.backstage.usage();
  const [writer, member] = [createOutboxClient(server.url, own), createOutboxClient(server.url, mem)];
  const slow = await Promise.all(
    lazy.flatMap(({ token }) => Array.from({ length: PER_PERSON }, () => openSlowReader(server.url, token))),
  );
  // One byte a second, in the time that this takes.
  for (const reader of slow) reader.pause();
  const body = '😀'.repeat(7_900);
  const sent = Array.from({ length: MESSAGES }, () => text('group', group, body));
  for (const message of sent) writer.send(message);
  await eventually('all to be stored', () => writer.pending() === 0, 40_000);
  await audit([{ id: group.id, members: [writer, member] }], sent);
  for (const reader of slow) reader.resume();
  await within(40_000, 'the slow connections to be closed', Promise.all(slow.map(({ closed }) => closed)));
  for (const { frames } of slow) {
    const got = frames
      .filter((frame) => frame.startsWith('42["message",'))
      .map((frame) => events.message.parse(JSON.parse(frame.slice(13, -1))).seq);
    expect(got.length).toBeLessThan(MESSAGES);
    expect(got).toEqual(got.map((_seq, i) => i + 2));
  }
  writer.close();
  member.close();
  await expectAtRest(server.backstage, before);
  await server.dispose();
});
