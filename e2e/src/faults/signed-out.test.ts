import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { createApi } from '../api.ts';
import { audit, readLog } from '../audit.ts';
import { connectClient } from '../client.ts';
import { eventually, within } from '../deadline.ts';
import { epochSeconds, signJwt } from '../jwt.ts';
import { allAnswered, startLoad, stored } from '../load.ts';
import { directBetween, text, type TextMessage } from '../person.ts';
import { chooseSeed, createRandom } from '../seeded-random.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { startChaosServer } from './chaos.ts';

setDefaultTimeout(60_000);
const SECRET = 'a secret of the host application, long enough';
const seed = chooseSeed();
const random = createRandom(seed);
let server: ServerProcess | undefined;
afterEach(() => server?.dispose());

test(`F22 SEC1: people who are disabled in the midst of writing are cut off, and what they wrote is stored once when they may again (seed ${String(seed)})`, async () => {
  const chaos = await startChaosServer();
  server = chaos;
  const load = await startLoad(chaos, random);
  for (let round = 0; round < 4; round += 1) {
    await within(20_000, 'acks', stored(load, 40));
    const victim = load.clients[Math.floor(random() * load.clients.length)];
    if (victim === undefined) throw new Error('nobody');
    const watching = await victim.person.connect();
    load.push();
    await chaos.admin.api.done('PUT', `/users/${victim.person.id}/disabled`);
    await within(10_000, 'the victim to be cut', watching.disconnected);
    const heard = watching.seen('message').length;
    expect((await victim.person.api.send('GET', '/me')).status).toBe(401);
    // Each device of theirs hears it; until then it would take an earlier refusal for the answer to its return.
    await eventually('the victim to be refused', victim.isOut, 10_000);
    // The others go on meanwhile, and nothing more reaches who is out.
    await within(20_000, 'acks of the others', stored(load, 40));
    expect(watching.seen('message')).toHaveLength(heard);
    await chaos.admin.api.done('DELETE', `/users/${victim.person.id}/disabled`);
    victim.comeBack();
  }
  await allAnswered(load, 20_000);
  await audit(load.conversations, load.sent);
  for (const client of load.clients) client.close();
});

test('F22 SND2: a token that expires in the midst of writing loses no ack, and with the next one all is stored once', async () => {
  server = await startServer({ AUTH_JWT_SECRET: SECRET });
  const { url } = server;
  const tokenFor = (sub: string, seconds: number): string =>
    signJwt({ sub, exp: epochSeconds(seconds) }, SECRET);
  const bob = createApi(url, tokenFor('bob', 600));
  expect((await bob.send('GET', '/me')).status).toBe(200);
  const brief = await connectClient(url, { token: tokenFor('ann', 2) });
  let isCut = false;
  void brief.disconnected.then(() => {
    isCut = true;
  });
  const sent: TextMessage[] = [];
  const seqs = new Map<string, number>();
  const write = async (): Promise<void> => {
    while (!isCut) {
      const message = text('direct', { id: 'bob' }, `message ${String(sent.length)}`);
      sent.push(message);
      // Without an answer its outcome is unknown: it is sent again below.
      const ack = await Promise.race([brief.call('send_message', message), brief.disconnected]).catch(
        () => 'lost',
      );
      if (typeof ack === 'object' && ack.ok) seqs.set(message.id, ack.seq);
    }
  };
  await Promise.all(Array.from({ length: 4 }, write));
  expect(brief.seen('error').map(({ code }) => code)).toEqual(['unauthenticated']);
  const again = await connectClient(url, { token: tokenFor('ann', 600) });
  const unanswered = sent.filter(({ id }) => !seqs.has(id));
  for (const message of [...unanswered, ...sent.slice(0, 20)]) {
    const ack = await again.must('send_message', message);
    expect(ack.seq).toBe(seqs.get(message.id) ?? ack.seq);
    seqs.set(message.id, ack.seq);
  }
  again.close();
  const conversation = directBetween({ id: 'ann' }, { id: 'bob' });
  const log = await readLog({ api: bob }, conversation);
  expect([...log.values()].toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
  expect([...seqs].filter(([id, seq]) => log.get(seq) !== id)).toEqual([]);
});
