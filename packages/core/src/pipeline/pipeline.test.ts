import { describe, expect, test } from 'bun:test';
import { clientEvents, type ConversationId, type UserId } from '@parley/protocol';
import {
  createChatBench,
  createGatedStorage,
  createMemoryStorage,
  pass,
  refusalOf,
  settle,
  valueOf,
} from '../testing/index.ts';

async function start(options: { batchSize?: number; maxRetries?: number; flushIntervalMs?: number } = {}) {
  const storage = createGatedStorage(createMemoryStorage());
  const bench = await createChatBench({ storage, ...options });
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const send = (from: UserId, to: UserId, content: string) =>
    bench.chat.sendMessage(
      bench.as(from),
      clientEvents.send_message.payload.parse({ type: 'direct', to, content, id: bench.ids.newId() }),
    );
  const history = async () =>
    valueOf(await bench.chat.listMessages(bench.as(ann), bob, { message_type: 'direct', limit: 200 }))
      .messages;
  valueOf(await send(ann, bob, 'open'));
  return { ...bench, storage, ann, bob, send, history };
}

describe('pipeline', () => {
  test('PIP1: a lone message is committed at once, without time passing', async () => {
    const { send, ann, bob, clock } = await start();
    const before = clock.monotonicMs();
    valueOf(await send(ann, bob, 'alone'));
    expect(clock.monotonicMs()).toBe(before);
  });

  test('PIP1: what arrives while a commit runs forms the next batch', async () => {
    const { send, ann, bob, storage } = await start();
    storage.hold();
    const sent = [send(ann, bob, '1')];
    await settle();
    sent.push(send(ann, bob, '2'), send(bob, ann, '3'), send(ann, bob, '4'));
    await settle();
    expect(storage.held.map((batch) => batch.appends.length)).toEqual([1]);
    await storage.release();
    await settle();
    expect(storage.held.map((batch) => batch.appends.length)).toEqual([3]);
    await storage.release();
    expect((await Promise.all(sent)).map((answer) => valueOf(answer).seq)).toEqual([2, 3, 4, 5]);
  });

  test('PIP1: a commit takes at most the batch limit', async () => {
    const { send, ann, bob, storage } = await start({ batchSize: 3 });
    storage.hold();
    const first = send(ann, bob, 'first');
    await settle();
    const rest = [1, 2, 3, 4, 5].map((n) => send(ann, bob, String(n)));
    await settle();
    await storage.release();
    await settle();
    expect(storage.held[0]?.appends.length).toBe(3);
    await storage.release();
    await settle();
    expect(storage.held[0]?.appends.length).toBe(2);
    await storage.release();
    await Promise.all([first, ...rest]);
  });

  test('SND1: no ack before the commit has been answered', async () => {
    const { send, ann, bob, storage } = await start();
    storage.hold();
    let isAnswered = false;
    const sent = send(ann, bob, 'x').then((answer) => {
      isAnswered = true;
      return answer;
    });
    await settle();
    expect(isAnswered).toBe(false);
    await storage.release();
    expect(valueOf(await sent).seq).toBe(2);
  });

  test('SND2b: a lost answer is neither failure nor success until the log has answered', async () => {
    const { send, ann, bob, storage, clock, device } = await start();
    const phone = await device(bob);
    storage.plan('commit-then-lose-answer');
    const sent = send(ann, bob, 'landed');
    await pass(clock, 1000);
    expect(valueOf(await sent)).toMatchObject({ seq: 2, status: 'stored' });
    const messages = phone.learnt().filter((one) => (one as { event?: string }).event === 'message');
    expect(messages).toHaveLength(1);
  });

  test('SND2b: a commit that was lost is made again under the same number', async () => {
    const { send, ann, bob, storage, clock, history } = await start();
    storage.plan('lose', 'lose');
    const sent = [send(ann, bob, 'a'), send(ann, bob, 'b')];
    await pass(clock, 2000);
    expect((await Promise.all(sent)).map((answer) => valueOf(answer).seq)).toEqual([2, 3]);
    expect((await history()).map((message) => message.seq)).toEqual([1, 2, 3]);
  });

  test('SND2b: a write that lands long after it was given up is stored once', async () => {
    const { send, ann, bob, storage, clock, history } = await start();
    storage.plan('lose-then-land-late');
    const sent = send(ann, bob, 'late');
    await settle();
    expect(await storage.landLate()).toEqual(['stored']);
    await pass(clock, 1000);
    expect(valueOf(await sent).seq).toBe(2);
    expect((await history()).map((message) => message.content)).toEqual(['open', 'late']);
  });

  test('SND2b: made again first, landing second: the late write finds its number taken', async () => {
    const { send, ann, bob, storage, clock, history } = await start();
    storage.plan('lose-then-land-late');
    const sent = send(ann, bob, 'late');
    await pass(clock, 1000);
    expect(valueOf(await sent).seq).toBe(2);
    expect(await storage.landLate()).toEqual(['collided']);
    valueOf(await send(ann, bob, 'next'));
    expect((await history()).map((message) => message.content)).toEqual(['open', 'late', 'next']);
  });

  test('SND1: a message that the store refuses, and no journal takes, is refused, and nothing was stored', async () => {
    const { send, ann, bob, storage, history, clock } = await start({ maxRetries: 0 });
    storage.plan('fail');
    const error = refusalOf(await send(ann, bob, 'x'));
    expect(error).toMatchObject({ code: 'overloaded', retry: true });
    expect(error.retry_after_ms).toBeGreaterThan(0);
    expect(await history()).toHaveLength(1);
    await pass(clock, 1000);
    expect(valueOf(await send(ann, bob, 'y')).seq).toBe(2);
  });

  test('SEQ1: whoever loses the number to another writer reads again and takes the next one', async () => {
    const { send, ann, bob, storage, ids, history } = await start();
    storage.hold();
    const sent = [send(ann, bob, 'mine'), send(ann, bob, 'mine too')];
    await settle();
    const event = {
      kind: 'message',
      type: 'direct',
      to: ann,
      content: 'theirs',
      contentType: 'text',
      replyTo: null,
    } as const;
    const log = 'direct:ann:bob' as ConversationId;
    const theirs = { log, seq: 2, id: ids.newId(), at: 0, by: bob, event, fingerprint: null, judging: false };
    // Theirs overtakes the batch that waits.
    const landing = storage.commit({ appends: [theirs], positions: [] });
    await storage.release('commit', 1);
    await landing;
    for (let turn = 0; turn < 5; turn += 1) {
      await settle();
      await storage.release();
    }
    expect((await Promise.all(sent)).map((answer) => valueOf(answer).seq)).toEqual([3, 4]);
    expect((await history()).map((message) => message.content)).toEqual([
      'open',
      'theirs',
      'mine',
      'mine too',
    ]);
  });

  test('PIP3: without a journal, what waits longer than the flush interval is refused, and is not stored later', async () => {
    const { send, ann, bob, storage, clock, history } = await start({ flushIntervalMs: 300 });
    storage.hold();
    const first = send(ann, bob, 'first');
    await settle();
    const waiting = send(ann, bob, 'waiting');
    await pass(clock, 500);
    expect(refusalOf(await waiting)).toMatchObject({ code: 'overloaded', retry: true });
    await storage.release();
    expect(valueOf(await first).seq).toBe(2);
    expect(await history()).toHaveLength(2);
  });

  test('OPS2: draining takes nothing new and waits for what was accepted', async () => {
    const { send, ann, bob, storage, chat } = await start();
    storage.hold();
    const accepted = send(ann, bob, 'accepted');
    await settle();
    let isDrained = false;
    const drained = chat.drain().then(() => {
      isDrained = true;
    });
    expect(refusalOf(await send(ann, bob, 'late'))).toMatchObject({ code: 'unavailable' });
    expect(isDrained).toBe(false);
    await storage.release();
    valueOf(await accepted);
    await drained;
  });

  test('RD1: a stop waits for delivered positions that have not been written yet', async () => {
    const { ann, bob, as, storage, chat, send } = await start();
    const log = 'direct:ann:bob' as ConversationId;
    valueOf(await send(ann, bob, 'x'));
    valueOf(await chat.markDelivered(as(bob), { conversation: log, seq: 2 }));
    storage.hold();
    let isDrained = false;
    const drained = chat.drain().then(() => {
      isDrained = true;
    });
    await settle();
    expect(isDrained).toBe(false);
    await storage.release();
    await drained;
    expect(await storage.conversations.findPositions(log, [bob])).toMatchObject([{ deliveredSeq: 2 }]);
  });
});
