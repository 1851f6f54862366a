import { describe, expect, test } from 'bun:test';
import { clientEvents } from '@parley/protocol';
import { createChatBench, refusalOf, valueOf } from '../testing/index.ts';

const outgoingMessage = clientEvents.send_message.payload;
const text = (to: string, content: string, more: object = {}) =>
  outgoingMessage.parse({ type: 'direct', to, content, ...more });

describe('send message', () => {
  test('SND1: the ack comes after the commit, with the number it got', async () => {
    const { chat, person, as, storage } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const first = valueOf(await chat.sendMessage(as(ann), text(bob, 'hello')));
    const second = valueOf(await chat.sendMessage(as(bob), text(ann, 'hi')));
    expect([first.seq, second.seq]).toEqual([1, 2]);
    expect(first.conversation).toBe(second.conversation);
    const found = await storage.conversations.findMessage(ann, first.conversation, first.id);
    expect(found?.message.content).toBe('hello');
  });

  test('SND2: the same id and body answers as the first time, concurrently and later', async () => {
    const { chat, person, as, ids } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const body = text(bob, 'once', { id: ids.newId(), album_id: ids.newId() });
    const answers = await Promise.all([1, 2, 3].map(() => chat.sendMessage(as(ann), body)));
    expect(answers.map((answer) => valueOf(answer).seq)).toEqual([1, 1, 1]);
    expect(answers.map((answer) => valueOf(answer).duplicate)).toEqual([undefined, true, true]);
    expect(valueOf(await chat.sendMessage(as(ann), body)).duplicate).toBe(true);
    const history = valueOf(await chat.listMessages(as(ann), bob, { message_type: 'direct', limit: 50 }));
    expect(history.messages).toHaveLength(1);
  });

  test('SND2: the same id with another body, or from another sender, is a conflict', async () => {
    const { chat, person, as, ids } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const id = ids.newId();
    valueOf(await chat.sendMessage(as(ann), text(bob, 'one', { id })));
    expect(refusalOf(await chat.sendMessage(as(ann), text(bob, 'two', { id }))).code).toBe('conflict');
    expect(refusalOf(await chat.sendMessage(as(bob), text(ann, 'one', { id }))).code).toBe('conflict');
    const inAlbum = text(bob, 'one', { id, album_id: ids.newId() });
    expect(refusalOf(await chat.sendMessage(as(ann), inAlbum)).code).toBe('conflict');
  });

  test('SND2: a repeat is judged by the body as first sent, after edits, deletion and removal too', async () => {
    const { chat, person, as, ids } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'g', members: [bob], description: '' }),
    );
    const groupId = group.id as string as Parameters<typeof chat.removeMember>[1];
    const body = outgoingMessage.parse({ type: 'group', to: group.id, content: 'first', id: ids.newId() });
    const sent = valueOf(await chat.sendMessage(as(bob), body));
    const reference = { message_id: sent.id, conversation: sent.conversation };
    valueOf(await chat.editMessage(as(bob), { ...reference, content: 'second' }));
    expect(valueOf(await chat.sendMessage(as(bob), body))).toMatchObject({ seq: sent.seq, duplicate: true });
    valueOf(await chat.deleteMessage(as(bob), { ...reference, delete_for: 'everyone' }));
    valueOf(await chat.removeMember(as(ann), groupId, bob));
    expect(valueOf(await chat.sendMessage(as(bob), body))).toMatchObject({ seq: sent.seq, duplicate: true });
    const other = outgoingMessage.parse({ type: 'group', to: group.id, content: 'new', id: ids.newId() });
    expect(refusalOf(await chat.sendMessage(as(bob), other)).code).toBe('not_found');
  });

  test('WEB8: what was sent together says so wherever it is delivered, edited and deleted too', async () => {
    const { chat, person, as, ids, device } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const phone = await device(bob);
    const album_id = ids.newId();
    const sent = await chat.sendMessage(as(ann), text(bob, 'the harbour', { album_id }));
    const { id: message_id, conversation } = valueOf(sent);
    const inAlbum = expect.objectContaining({ album_id });
    expect(phone.learnt()).toContainEqual({ event: 'message', payload: inAlbum });
    const shown = async (): Promise<unknown[]> => {
      const history = await chat.listMessages(as(bob), ann, { message_type: 'direct', limit: 9 });
      const changes = await chat.listChanges(as(bob), conversation, { after: 0, limit: 1 });
      return [
        ...valueOf(history).messages,
        ...valueOf(changes).entries.map((entry) => 'message' in entry && entry.message),
        valueOf(await chat.getMessage(as(bob), { message_id })),
        valueOf(await chat.getConversation(as(bob), conversation)).last_message,
      ];
    };
    const everywhere = [inAlbum, inAlbum, inAlbum, inAlbum];
    expect(await shown()).toEqual(everywhere);
    valueOf(await chat.editMessage(as(ann), { message_id, conversation, content: 'the port' }));
    expect(await shown()).toEqual(everywhere);
    valueOf(await chat.deleteMessage(as(ann), { message_id, conversation, delete_for: 'everyone' }));
    expect(await shown()).toEqual(everywhere);
  });

  test('SEQ2: a sender learns of its own message by the ack, between the events before and after it', async () => {
    const { chat, person, device } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const [annsPhone, bobsPhone] = [await device(ann), await device(bob)];
    await chat.sendMessage(annsPhone.caller, text(bob, 'open'));
    await Promise.all([
      chat.sendMessage(bobsPhone.caller, text(ann, 'a')),
      chat.sendMessage(annsPhone.caller, text(bob, 'b')),
      chat.sendMessage(bobsPhone.caller, text(ann, 'c')),
    ]);
    const seqs = (learnt: readonly unknown[]) =>
      learnt.flatMap((one) => {
        const { ack, event, payload } = one as {
          ack?: { seq: number };
          event?: string;
          payload?: { seq: number };
        };
        if (ack) return [ack.seq];
        return event === 'message' && payload ? [payload.seq] : [];
      });
    expect(seqs(annsPhone.learnt())).toEqual([1, 2, 3, 4]);
    expect(seqs(bobsPhone.learnt())).toEqual([1, 2, 3, 4]);
  });

  test('SEQ2: messages of one sender keep their order, though one must be looked up first', async () => {
    const { chat, person, as } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const source = valueOf(await chat.sendMessage(as(bob), text(ann, 'question')));
    const sent = await Promise.all([
      chat.sendMessage(as(ann), text(bob, '1', { reply_to: source.id })),
      chat.sendMessage(as(ann), text(bob, '2')),
      chat.sendMessage(as(ann), text(bob, '3', { reply_to: source.id })),
      chat.sendMessage(as(ann), text(bob, '4')),
    ]);
    expect(sent.map((answer) => valueOf(answer).seq)).toEqual([2, 3, 4, 5]);
  });

  test('SND3: without an id the server makes one, a new one each time', async () => {
    const { chat, person, as } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const one = valueOf(await chat.sendMessage(as(ann), text(bob, 'x')));
    const other = valueOf(await chat.sendMessage(as(ann), text(bob, 'x')));
    expect(one.id).not.toBe(other.id);
    expect(other.duplicate).toBeUndefined();
  });

  test('SND5: an id over a day ahead is refused, one from yesterday is not', async () => {
    const { chat, person, as, clock, ids } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    const old = ids.newId();
    clock.jump(25 * 3600_000);
    const ahead = ids.newId();
    valueOf(await chat.sendMessage(as(ann), text(bob, 'x', { id: old })));
    clock.jump(-25 * 3600_000);
    expect(refusalOf(await chat.sendMessage(as(ann), text(bob, 'x', { id: ahead }))).code).toBe('invalid');
  });

  test('GRP3: a direct conversation needs two existing people; notes to oneself are fine', async () => {
    const { chat, person, as } = await createChatBench();
    const ann = await person('ann');
    expect(refusalOf(await chat.sendMessage(as(ann), text('nobody', 'x'))).code).toBe('not_found');
    const note = valueOf(await chat.sendMessage(as(ann), text(ann, 'buy milk')));
    expect(note.conversation as string).toBe('direct:ann:ann');
    expect(valueOf(await chat.listConversations(as(ann), { limit: 50 })).conversations[0]?.unread).toBe(0);
  });

  test('GRP1: a blocked person is refused, and only they are', async () => {
    const { chat, person, as } = await createChatBench();
    const [ann, bob] = [await person('ann'), await person('bob')];
    valueOf(await chat.setBlock(as(ann), bob, true));
    expect(refusalOf(await chat.sendMessage(as(bob), text(ann, 'x'))).code).toBe('forbidden');
    valueOf(await chat.sendMessage(as(ann), text(bob, 'x')));
    valueOf(await chat.setBlock(as(ann), bob, false));
    valueOf(await chat.sendMessage(as(bob), text(ann, 'y')));
  });
});
