import { describe, expect, test } from 'bun:test';
import { clientEvents, type ConversationId, type UserId } from '@parley/protocol';
import fc from 'fast-check';
import {
  createChatBench,
  createGatedStorage,
  createMemoryStorage,
  pass,
  refusalOf,
  settle,
  valueOf,
} from '../testing/index.ts';

async function start() {
  const storage = createGatedStorage(createMemoryStorage());
  const bench = await createChatBench({ storage });
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const log = 'direct:ann:bob' as ConversationId;
  const send = async (from: UserId, content: string) =>
    valueOf(
      await bench.chat.sendMessage(
        bench.as(from),
        clientEvents.send_message.payload.parse({ type: 'direct', to: from === ann ? bob : ann, content }),
      ),
    );
  const read = (user: UserId, seq: number) =>
    bench.chat.markRead(bench.as(user), { conversation: log, seq: seq });
  const row = async (user: UserId) => valueOf(await bench.chat.getConversation(bench.as(user), log));
  return { ...bench, storage, ann, bob, log, send, read, row };
}

describe('positions', () => {
  test('RD1: a position only grows and never passes the head', async () => {
    const { ann, bob, send, read, row } = await start();
    await send(ann, '1');
    await send(ann, '2');
    expect(valueOf(await read(bob, 99)).seq).toBe(2);
    expect(valueOf(await read(bob, 1)).seq).toBe(2);
    expect(await row(ann)).toMatchObject({ peer_read_seq: 2, peer_delivered_seq: 2 });
  });

  test('RD1: read is durable before it is answered; a store that refuses is said so', async () => {
    const { ann, bob, send, read, storage, row } = await start();
    await send(ann, '1');
    storage.plan('fail');
    expect(refusalOf(await read(bob, 1))).toMatchObject({ code: 'unavailable', retry: true });
    expect((await row(bob)).read_seq).toBe(0);
    storage.hold();
    let isAnswered = false;
    const reading = read(bob, 1).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await settle();
    expect(isAnswered).toBe(false);
    await storage.release();
    expect(valueOf(await reading).seq).toBe(1);
  });

  test('RD1: delivered is answered at once and written behind', async () => {
    const { chat, as, ann, bob, log, send, storage, clock, row } = await start();
    await send(ann, '1');
    storage.hold();
    const body = { conversation: log, seq: 1 };
    expect(valueOf(await chat.markDelivered(as(bob), body)).seq).toBe(1);
    expect((await row(ann)).peer_delivered_seq).toBe(1);
    await pass(clock, 1500);
    expect(storage.held[0]?.positions).toEqual([{ log, userId: bob, readSeq: 0, deliveredSeq: 1 }]);
    await storage.release();
  });

  test('RD2: reading on one device clears the others, and tells the other person', async () => {
    const { chat, ann, bob, send, log, device } = await start();
    const sent = await send(ann, '1');
    const [annsPhone, bobsPhone, bobsTablet] = [await device(ann), await device(bob), await device(bob)];
    valueOf(await chat.markRead(bobsPhone.caller, { message_id: sent.id, conversation: log }));
    const receipt = {
      event: 'message_update',
      payload: { type: 'read_receipt', user_id: bob, read_seq: 1, message_id: sent.id },
    };
    expect(annsPhone.learnt()[0]).toMatchObject(receipt);
    expect(bobsTablet.learnt()[0]).toMatchObject(receipt);
    expect(bobsPhone.learnt().some((one) => (one as { event?: string }).event === 'message_update')).toBe(
      false,
    );
  });

  test('RD2: marked as unread by hand ends with the next mark', async () => {
    const { chat, as, ann, bob, send, read, row, log } = await start();
    await send(ann, '1');
    valueOf(await read(bob, 1));
    valueOf(await chat.updateConversation(as(bob), log, { marked_unread: true, archived: true }));
    expect(await row(bob)).toMatchObject({ marked_unread: true, archived: true, unread: 0 });
    valueOf(await read(bob, 1));
    expect(await row(bob)).toMatchObject({ marked_unread: false, archived: true });
  });

  test('RD2: sending does not move the position', async () => {
    const { ann, bob, send, row } = await start();
    await send(ann, '1');
    await send(bob, '2');
    expect(await row(bob)).toMatchObject({ read_seq: 0, unread: 1 });
  });

  test('RD1, RD2: positions and unread counts are right after any interleaving', async () => {
    const step = fc.record({
      by: fc.constantFrom('ann', 'bob'),
      do: fc.constantFrom('send', 'send', 'read', 'hide', 'delete'),
      at: fc.nat(15),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const world = await start();
        const messages: { seq: number; by: string; id: string; deleted: boolean; hiddenFrom: Set<string> }[] =
          [];
        const position = new Map([
          ['ann', 0],
          ['bob', 0],
        ]);
        for (const one of steps) {
          const user = one.by as UserId;
          const target = messages[one.at % Math.max(1, messages.length)];
          if (one.do === 'send') {
            const { seq, id } = await world.send(user, 'x');
            messages.push({ seq: seq ?? 0, by: user, id, deleted: false, hiddenFrom: new Set() });
          } else if (target !== undefined && one.do === 'read') {
            valueOf(await world.read(user, target.seq));
            position.set(user, Math.max(position.get(user) ?? 0, target.seq));
          } else if (target !== undefined) {
            const forWhom = one.do === 'hide' ? 'me' : 'everyone';
            const body = clientEvents.delete_message.payload.parse({
              message_id: target.id,
              delete_for: forWhom,
            });
            const answer = await world.chat.deleteMessage(world.as(user), body);
            if (answer.ok && forWhom === 'me') target.hiddenFrom.add(user);
            if (answer.ok && forWhom === 'everyone') target.deleted = true;
          }
        }
        if (messages.length === 0) return;
        for (const user of ['ann', 'bob'] as UserId[]) {
          const read = position.get(user) ?? 0;
          const unread = messages.filter(
            (message) =>
              message.seq > read && message.by !== user && !message.deleted && !message.hiddenFrom.has(user),
          ).length;
          expect(await world.row(user)).toMatchObject({ read_seq: read, unread });
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
