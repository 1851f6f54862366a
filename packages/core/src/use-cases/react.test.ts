import { describe, expect, test } from 'bun:test';
import { clientEvents, type Message, type UserId } from '@parley/protocol';
import { createChatBench, refusalOf, valueOf } from '../testing/index.ts';

async function start() {
  const bench = await createChatBench();
  const [ann, bob, cy] = [await bench.person('ann'), await bench.person('bob'), await bench.person('cy')];
  const send = (content: string) =>
    bench.chat.sendMessage(
      bench.as(ann),
      clientEvents.send_message.payload.parse({ type: 'direct', to: bob, content }),
    );
  const sent = valueOf(await send('first'));
  const reference = { message_id: sent.id, conversation: sent.conversation };
  const react = (by: UserId, emoji: string, on = true) =>
    bench.chat.react(bench.as(by), { ...reference, emoji, on });
  const entries = async () =>
    valueOf(await bench.chat.listChanges(bench.as(ann), sent.conversation, { after: 0, limit: 99 })).entries;
  const message = async (): Promise<Message> =>
    valueOf(await bench.chat.getMessage(bench.as(bob), reference));
  return { ...bench, ann, bob, cy, sent, reference, react, entries, message, send };
}

describe('react', () => {
  test('RCT1: a reaction is an entry, and shows in the message with its number', async () => {
    const { ann, bob, react, entries, message, sent } = await start();
    expect(await message()).not.toHaveProperty('reactions');
    expect(valueOf(await react(bob, '🎉'))).toEqual({ conversation: sent.conversation, seq: 2 });
    expect(valueOf(await react(ann, '🎉')).seq).toBe(3);
    expect(await message()).toMatchObject({
      reactions: [{ emoji: '🎉', count: 2, user_ids: [bob, ann] }],
      reactions_seq: 3,
    });
    expect((await entries()).slice(1)).toMatchObject([
      { kind: 'reaction', seq: 2, by: bob, message_id: sent.id, emoji: '🎉', on: true },
      { kind: 'reaction', seq: 3, by: ann, message_id: sent.id, emoji: '🎉', on: true },
    ]);
    valueOf(await react(bob, '🎉', false));
    valueOf(await react(ann, '🎉', false));
    expect(await message()).not.toHaveProperty('reactions');
  });

  test('RCT1: what is so already adds no entry and answers with the one that did it', async () => {
    const { bob, react, entries } = await start();
    expect(valueOf(await react(bob, '🎉', false)).seq).toBe(0);
    const put = valueOf(await react(bob, '🎉'));
    expect(valueOf(await react(bob, '🎉'))).toEqual(put);
    const taken = valueOf(await react(bob, '🎉', false));
    expect(valueOf(await react(bob, '🎉', false))).toEqual(taken);
    expect(valueOf(await react(bob, '🎉')).seq).toBe(4);
    expect(await entries()).toHaveLength(4);
  });

  test('RCT1: two devices that race for the same change make one entry', async () => {
    const { ann, bob, react, entries, message } = await start();
    const [one, other, own] = await Promise.all([react(bob, '🎉'), react(bob, '🎉'), react(ann, '🎉')]);
    expect(valueOf(one)).toEqual(valueOf(other));
    expect(valueOf(own).seq).not.toBe(valueOf(one).seq);
    expect(await entries()).toHaveLength(3);
    expect((await message()).reactions?.[0]?.count).toBe(2);
  });

  test('RCT1: all devices hear of it, but the one whose ack says the same', async () => {
    const { ann, bob, device, chat, reference, react } = await start();
    const [own, second, other] = [await device(bob), await device(bob), await device(ann)];
    valueOf(await chat.react(own.caller, { ...reference, emoji: '🎉', on: true }));
    const heard = (one: typeof own) =>
      one.learnt().filter((item) => (item as { event?: string }).event === 'message_update');
    const event = { type: 'reaction', seq: 2, ...reference, user_id: bob, emoji: '🎉', on: true };
    expect(heard(second)).toMatchObject([{ payload: event }]);
    expect(heard(other)).toMatchObject([{ payload: event }]);
    expect(heard(own)).toEqual([]);
    valueOf(await react(bob, '🎉', false));
    expect(heard(own)).toMatchObject([{ payload: { seq: 3, on: false } }]);
  });

  test('GRP1: only members react, to what is there and not hidden or deleted', async () => {
    const { ann, bob, cy, chat, as, react, reference } = await start();
    expect(refusalOf(await react(cy, '🎉')).code).toBe('not_found');
    valueOf(await chat.deleteMessage(as(bob), { ...reference, delete_for: 'me' }));
    expect(refusalOf(await react(bob, '🎉')).code).toBe('not_found');
    valueOf(await react(ann, '🎉'));
    valueOf(await chat.deleteMessage(as(ann), { ...reference, delete_for: 'everyone' }));
    expect(refusalOf(await react(ann, '🎉')).code).toBe('not_found');
    expect(refusalOf(await react(ann, '👍')).code).toBe('not_found');
  });

  test('RCT1: a deletion takes the reactions along', async () => {
    const { ann, bob, chat, as, react, reference, message, entries } = await start();
    valueOf(await react(bob, '🎉'));
    valueOf(await chat.deleteMessage(as(ann), { ...reference, delete_for: 'everyone' }));
    const deleted = await message();
    expect(deleted).not.toHaveProperty('reactions');
    expect(deleted).not.toHaveProperty('reactions_seq');
    expect((await entries()).map(({ kind }) => kind)).toEqual(['message', 'reaction', 'delete']);
  });

  test('RD2: a reaction is not unread, and moves no conversation up', async () => {
    const { ann, bob, chat, as, clock, react, reference, sent } = await start();
    const row = async () => valueOf(await chat.getConversation(as(ann), reference.conversation));
    const before = await row();
    clock.advance(5_000);
    valueOf(await react(bob, '🎉'));
    expect(await row()).toMatchObject({ ...before, last_seq: 2, last_message: { id: sent.id } });
    expect((await row()).updated_at).toBe(before.updated_at);
  });

  test('LIM1: ten by one person, twenty in all, and those that are there stay open to everybody', async () => {
    const { ann, bob, react, message } = await start();
    const faces = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index));
    for (const face of faces.slice(0, 10)) valueOf(await react(ann, face));
    expect(refusalOf(await react(ann, '🎉'))).toMatchObject({ code: 'conflict' });
    for (const face of faces.slice(10, 20)) valueOf(await react(bob, face));
    expect((await message()).reactions).toHaveLength(20);
    valueOf(await react(ann, faces[0]!, false));
    valueOf(await react(bob, faces[10]!, false));
    valueOf(await react(ann, faces[11]!));
    valueOf(await react(bob, faces[20]!));
    expect((await message()).reactions).toHaveLength(19);
  });
});
