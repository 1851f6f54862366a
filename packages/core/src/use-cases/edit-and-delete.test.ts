import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId, type UserId } from '@parley/protocol';
import { createChatBench, refusalOf, valueOf } from '../testing/index.ts';

async function start() {
  const bench = await createChatBench();
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const send = (from: UserId, to: string, content: string, type = 'direct') =>
    bench.chat.sendMessage(bench.as(from), clientEvents.send_message.payload.parse({ type, to, content }));
  const sent = valueOf(await send(ann, bob, 'first'));
  const reference = { message_id: sent.id, conversation: sent.conversation };
  const edit = (by: UserId, content: string) =>
    bench.chat.editMessage(bench.as(by), { ...reference, content });
  const remove = (by: UserId, delete_for: 'me' | 'everyone') =>
    bench.chat.deleteMessage(bench.as(by), { ...reference, delete_for });
  const entries = async (user: UserId) =>
    valueOf(await bench.chat.listChanges(bench.as(user), sent.conversation, { after: 0, limit: 50 })).entries;
  return { ...bench, ann, bob, send, sent, reference, edit, remove, entries };
}

describe('edit and delete', () => {
  test('SYN1: an edit replaces the text in the message and in earlier edits', async () => {
    const { ann, edit, entries } = await start();
    valueOf(await edit(ann, 'second'));
    valueOf(await edit(ann, 'third'));
    const texts = (await entries(ann)).map((entry) =>
      entry.kind === 'message' ? entry.message?.content : entry.kind === 'edit' ? entry.content : undefined,
    );
    expect(texts).toEqual(['third', 'third', 'third']);
  });

  test('SND2: an edit to the present text succeeds with the number that made it so, and adds none', async () => {
    const { ann, edit, entries, sent } = await start();
    expect(valueOf(await edit(ann, 'first')).seq).toBe(sent.seq ?? 0);
    const edited = valueOf(await edit(ann, 'second'));
    expect(valueOf(await edit(ann, 'second'))).toEqual(edited);
    expect(await entries(ann)).toHaveLength(2);
  });

  test('SND2: an edit repeated after the window has closed still answers as the first time', async () => {
    const { ann, edit, clock } = await start();
    const edited = valueOf(await edit(ann, 'second'));
    clock.advance(15 * 60_000 + 1);
    expect(valueOf(await edit(ann, 'second'))).toEqual(edited);
    expect(refusalOf(await edit(ann, 'third')).code).toBe('forbidden');
  });

  test('GRP2: only its sender edits, within the window, and not what is deleted', async () => {
    const { ann, bob, edit, remove, clock } = await start();
    expect(refusalOf(await edit(bob, 'x')).code).toBe('forbidden');
    clock.advance(15 * 60_000 + 1);
    expect(refusalOf(await edit(ann, 'x')).code).toBe('forbidden');
    valueOf(await remove(ann, 'everyone'));
    expect(refusalOf(await edit(ann, 'x')).code).toBe('not_found');
  });

  test('SYN1: deleting for everyone erases the text everywhere and keeps the numbers', async () => {
    const { ann, bob, edit, remove, entries, chat, as } = await start();
    valueOf(await edit(ann, 'second'));
    const deletion = valueOf(await remove(ann, 'everyone'));
    expect(deletion.seq).toBe(3);
    expect(valueOf(await remove(ann, 'everyone'))).toEqual(deletion);
    expect(JSON.stringify(await entries(bob))).not.toMatch(/first|second/);
    expect((await entries(bob)).map((entry) => entry.seq)).toEqual([1, 2, 3]);
    const [message] = valueOf(
      await chat.listMessages(as(bob), ann, { message_type: 'direct', limit: 50 }),
    ).messages;
    expect(message).toMatchObject({ content: null, seq: 1 });
    expect(message?.deleted_at).not.toBeNull();
  });

  test('GRP2: in a direct conversation only the sender deletes for everyone', async () => {
    const { bob, remove } = await start();
    expect(refusalOf(await remove(bob, 'everyone')).code).toBe('forbidden');
  });

  test('GRP2: in a group admins delete the messages of others for everyone', async () => {
    const { chat, as, ann, bob, send } = await start();
    const { group } = valueOf(
      await chat.createGroup(as(ann), { name: 'g', description: '', members: [bob] }),
    );
    const said = valueOf(await send(bob, group.id, 'rude', 'group'));
    const own = valueOf(await send(ann, group.id, 'calm', 'group'));
    const body = (id: typeof said.id) => ({
      message_id: id,
      conversation: group.id,
      delete_for: 'everyone' as const,
    });
    expect(refusalOf(await chat.deleteMessage(as(bob), body(own.id))).code).toBe('forbidden');
    valueOf(await chat.deleteMessage(as(ann), body(said.id)));
    valueOf(await chat.leaveGroup(as(bob), group.id as string as GroupId));
    expect(refusalOf(await chat.deleteMessage(as(bob), body(said.id))).code).toBe('not_found');
  });

  test('SYN1: deleting for oneself hides it from oneself only, on all own devices', async () => {
    const { chat, as, ann, bob, remove, entries, device } = await start();
    const [phone, tablet] = [await device(ann), await device(ann)];
    const [reference] = [await entries(ann)].map(([entry]) =>
      entry?.kind === 'message' ? entry.message?.id : undefined,
    );
    const body = clientEvents.delete_message.payload.parse({ message_id: reference, delete_for: 'me' });
    expect(valueOf(await chat.deleteMessage(phone.caller, body)).seq).toBeUndefined();
    valueOf(await remove(ann, 'me'));
    const heard = (learnt: readonly unknown[]) =>
      learnt.map((one) => (one as { event?: string }).event ?? 'ack').sort();
    expect(heard(tablet.learnt())).toEqual(['account', 'message_deleted']);
    expect(heard(phone.learnt())).toEqual(['account', 'ack']);
    const query = { message_type: 'direct', limit: 50 } as const;
    expect(valueOf(await chat.listMessages(as(ann), bob, query)).messages).toEqual([]);
    expect(valueOf(await chat.listMessages(as(bob), ann, query)).messages).toHaveLength(1);
    expect((await entries(ann))[0]).toMatchObject({ kind: 'message', message: null, hidden: true });
    expect((await entries(bob))[0]).toMatchObject({ kind: 'message', message: { content: 'first' } });
  });

  test('SND2: a message id without its conversation is looked up, and two hits are a conflict', async () => {
    const { chat, as, ann, bob, ids, person } = await start();
    const cy = await person('cy');
    const id = ids.newId();
    const send = (to: UserId) =>
      chat.sendMessage(
        as(ann),
        clientEvents.send_message.payload.parse({ type: 'direct', to, content: 'x', id }),
      );
    valueOf(await send(bob));
    const body = clientEvents.edit_message.payload.parse({ message_id: id, content: 'y' });
    valueOf(await chat.editMessage(as(ann), body));
    valueOf(await send(cy));
    expect(refusalOf(await chat.editMessage(as(ann), { ...body, content: 'z' })).code).toBe('conflict');
  });

  test('GRP2: two edits at once both take their place, each judged on what the other left', async () => {
    const { ann, edit, entries } = await start();
    const done = await Promise.all(['a', 'b', 'c'].map((content) => edit(ann, content)));
    expect(done.map((one) => valueOf(one).seq).sort()).toEqual([2, 3, 4]);
    expect(
      new Set((await entries(ann)).map((entry) => JSON.stringify(entry).includes('"content":"'))),
    ).toEqual(new Set([true]));
  });
});
