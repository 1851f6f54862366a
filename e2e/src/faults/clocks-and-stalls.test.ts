import { expect, setDefaultTimeout, test } from 'bun:test';
import { audit } from '../audit.ts';
import { eventually, within } from '../deadline.ts';
import { allAnswered, startLoad, stored, type Load } from '../load.ts';
import { createOutboxClient } from '../outbox-client.ts';
import { makeGroup, signUp, text } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer } from '../server-process.ts';
import { expectAtRest, openBackstage } from './backstage.ts';
import { startChaosServer } from './chaos.ts';
import { startStallingProxy } from './stalling-proxy.ts';

// Side by side, since the first is nothing but waiting: heartbeats come every 25 s and may take 20 s.
setDefaultTimeout(120_000);
const seed = chooseSeed();
const hourMs = 3_600_000;

async function settle(load: Load): Promise<void> {
  await allAnswered(load, 30_000);
  await audit(load.conversations, load.sent);
  for (const client of load.clients) client.close();
}

test.concurrent(
  'F11 RCV1: a connection that is dead without anybody being told is noticed on both sides, and what was sent into it arrives once',
  async () => {
    const server = await startChaosServer();
    const proxy = await startStallingProxy(server.url);
    const [ann, bob] = [await signUp(server.url, 'ann'), await signUp(server.url, 'bob')];
    const group = await makeGroup(ann, 'half open', [bob]);
    const before = await server.backstage.usage();
    const [phone, watching] = [createOutboxClient(proxy.url, ann), await bob.connect()];
    const sent = [text('group', group, 'before')];
    phone.send(sent[0]!);
    await eventually('the first ack', () => phone.pending() === 0);
    proxy.stall();
    for (let n = 0; n < 5; n += 1) {
      sent.push(text('group', group, `into the void ${String(n)}`));
      phone.send(sent.at(-1)!);
      await watching.must('send_message', text('group', group, `meanwhile ${String(n)}`));
    }
    await eventually('the client to notice', () => phone.pending() === 0, 70_000);
    await audit([{ id: group.id, members: [phone] }], sent);
    phone.close();
    await eventually('the server to notice', async () => (await server.sockets()) === 1, 70_000);
    watching.close();
    await expectAtRest(server.backstage, before);
    proxy.close();
    await server.dispose();
  },
);

test.concurrent(
  `F14 SEQ1 SND2: a wall clock that jumps by an hour, forth and back, under load and in an outage, changes nothing (seed ${String(seed)})`,
  async () => {
    const server = await startChaosServer();
    const load = await startLoad(server, createRandom(seed));
    for (const byMs of [hourMs, -hourMs, 0, -hourMs, hourMs]) {
      await within(20_000, 'acks', stored(load, 60));
      load.push();
      await server.backstage.shiftClock(byMs);
    }
    await within(20_000, 'acks', stored(load, 60));
    await server.setStore('down');
    await eventually('queued messages', () => {
      for (const client of load.clients) load.writeFor(client);
      return load.clients.every(({ learned }) => learned.queued.size > 5);
    });
    await server.backstage.shiftClock(-hourMs);
    await server.setStore('well');
    await settle(load);
    await server.dispose();
  },
);

test.concurrent(
  'F14 LIM1 SEC1: an hour back or forth neither locks anybody out nor ends a session',
  async () => {
    const { folder, settings, backstage } = await openBackstage();
    const server = await startServer({ ...settings, RATE_LIMITS: 'on' }, folder);
    const [ann, bob] = [await signUp(server.url, 'ann'), await signUp(server.url, 'bob')];
    const phone = await ann.connect();
    for (const byMs of [hourMs, -hourMs, 0]) {
      await backstage.shiftClock(byMs);
      const codes = new Set<string>();
      for (let n = 0; n < 20; n += 1) {
        const ack = await phone.call('send_message', text('direct', bob, `message ${String(n)}`));
        codes.add(ack.ok ? 'ok' : ack.error.code);
      }
      expect([...codes]).toEqual(['ok']);
      expect((await ann.api.send('GET', '/me')).status).toBe(200);
      (await ann.connect()).close();
    }
    phone.close();
    await server.dispose();
  },
);

test.concurrent(
  `F20 SND2b: an event loop that is blocked for more than two seconds loses and doubles nothing (seed ${String(seed)})`,
  async () => {
    const { folder, settings, backstage } = await openBackstage();
    const server = await startServer(settings, folder);
    const load = await startLoad(server, createRandom(seed));
    for (let round = 0; round < 2; round += 1) {
      await within(20_000, 'acks', stored(load, 100));
      load.push();
      await backstage.block(2_300);
    }
    await within(20_000, 'acks after it', stored(load, 60));
    await settle(load);
    await server.dispose();
  },
);
