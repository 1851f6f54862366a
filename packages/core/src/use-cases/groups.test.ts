import { describe, expect, test } from 'bun:test';
import { clientEvents, type GroupId, type UserId } from '@parley/protocol';
import { createChatBench, pass, refusalOf, settle, valueOf } from '../testing/index.ts';

async function start() {
  const bench = await createChatBench();
  const { chat, as } = bench;
  const [ann, bob, cy, dan] = [
    await bench.person('ann'),
    await bench.person('bob'),
    await bench.person('cy'),
    await bench.person('dan'),
  ];
  const { group } = valueOf(
    await chat.createGroup(as(ann), { name: 'Tea', description: 'at five', members: [bob, cy] }),
  );
  const id = group.id as string as GroupId;
  const say = (from: UserId, content: string) =>
    chat.sendMessage(as(from), clientEvents.send_message.payload.parse({ type: 'group', to: id, content }));
  const kinds = async (user: UserId) =>
    valueOf(await chat.listChanges(as(user), group.id, { after: 0, limit: 200 })).entries.map(
      (entry) => entry.kind,
    );
  const myKinds = async (user: UserId) =>
    valueOf(await chat.listMyChanges(as(user), { after: 0, limit: 200 })).entries.map((entry) => entry.kind);
  return { ...bench, ann, bob, cy, dan, group, id, log: group.id, say, kinds, myKinds };
}

const actionsOf = (learnt: readonly unknown[]) =>
  learnt.flatMap((one) => {
    const { event, payload } = one as { event?: string; payload?: { action?: string } };
    return event === 'notification' && payload?.action ? [payload.action] : [];
  });

describe('groups', () => {
  test('GRP2: the owner who removes themselves is refused as the owner, and may not leave either', async () => {
    const { chat, as, ann, id, kinds } = await start();
    expect(refusalOf(await chat.removeMember(as(ann), id, ann)).code).toBe('forbidden');
    expect(refusalOf(await chat.leaveGroup(as(ann), id)).code).toBe('conflict');
    expect(await kinds(ann)).toEqual(['created']);
  });

  test('SYN1: a group notification carries every field of its entry, time and kind too', async () => {
    const { chat, as, ann, bob, cy, dan, id, log, device } = await start();
    const [phone, other] = [await device(bob), await device(dan)];
    valueOf(await chat.addMember(as(ann), id, dan));
    valueOf(await chat.updateGroup(as(ann), id, { name: 'Coffee' }));
    valueOf(await chat.updateGroup(as(ann), id, { description: 'at six', discoverable: true }));
    valueOf(await chat.changeRole(as(ann), id, { user: cy, role: 'admin' }));
    valueOf(await chat.removeMember(as(ann), id, cy));
    const { entries } = valueOf(await chat.listChanges(as(bob), log, { after: 1, limit: 200 }));
    expect(entries).toHaveLength(5);
    const heard = (learnt: readonly unknown[]) =>
      learnt.flatMap((one) => {
        const { event, payload } = one as { event?: string; payload?: object };
        return event === 'notification' ? [payload] : [];
      });
    expect(heard(phone.learnt())).toMatchObject(entries);
    expect(heard(other.learnt())).toMatchObject(entries);
  });

  test('GRP1: a group begins with its members in one entry, each of whom learns of it', async () => {
    const { group, kinds, myKinds, bob, ann, device, chat, as } = await start();
    expect(group).toMatchObject({ name: 'Tea', member_count: 3, last_seq: 1, discoverable: false });
    expect(group.members.map(({ user_id, role }) => `${user_id} ${role}`)).toEqual([
      'ann owner',
      'bob member',
      'cy member',
    ]);
    expect(await kinds(bob)).toEqual(['created']);
    expect(await myKinds(ann)).toEqual(['conversation_added']);
    const phone = await device(bob);
    valueOf(await chat.createGroup(as(ann), { name: 'Second', description: '', members: [bob] }));
    expect(actionsOf(phone.learnt())).toEqual(['added']);
  });

  test('SND2: the same id, creator and body again answers with the group as it is now', async () => {
    const { chat, as, ids, ann, bob } = await start();
    const body = { id: ids.newId() as GroupId, name: 'One', description: '', members: [bob] };
    expect(valueOf(await chat.createGroup(as(ann), body)).duplicate).toBe(false);
    valueOf(await chat.updateGroup(as(ann), body.id, { name: 'Two' }));
    const again = valueOf(await chat.createGroup(as(ann), body));
    expect(again).toMatchObject({ duplicate: true, group: { name: 'Two' } });
    expect(refusalOf(await chat.createGroup(as(ann), { ...body, name: 'Three' })).code).toBe('conflict');
    expect(refusalOf(await chat.createGroup(as(bob), body)).code).toBe('conflict');
  });

  test('GRP1: an unknown member is named and nothing is made', async () => {
    const { chat, as, ann, ids, myKinds } = await start();
    const id = ids.newId() as GroupId;
    const refused = refusalOf(
      await chat.createGroup(as(ann), { id, name: 'x', description: '', members: ['ghost' as UserId] }),
    );
    expect(refused).toMatchObject({ code: 'not_found', issues: [{ path: 'members.0' }] });
    expect(await myKinds(ann)).toEqual(['conversation_added']);
    expect(refusalOf(await chat.listMembers(as(ann), id, { limit: 50 })).code).toBe('not_found');
  });

  test('GRP1: a new member reads everything and starts reading where they came in', async () => {
    const { chat, as, ann, dan, id, log, say } = await start();
    valueOf(await say(ann, 'before'));
    valueOf(await chat.addMember(as(ann), id, dan));
    valueOf(await say(ann, 'after'));
    const page = valueOf(await chat.listMessages(as(dan), log, { message_type: 'group', limit: 50 }));
    expect(page.messages.map((message) => message.content)).toEqual(['before', 'after']);
    expect(valueOf(await chat.getConversation(as(dan), log))).toMatchObject({ read_seq: 3, unread: 1 });
  });

  test('GRP1: a removed member is told, and hears and reads nothing after that', async () => {
    const { chat, as, ann, bob, id, log, say, device, myKinds } = await start();
    const phone = await device(bob);
    valueOf(await chat.removeMember(as(ann), id, bob));
    valueOf(await say(ann, 'secret'));
    expect(actionsOf(phone.learnt())).toEqual(['removed']);
    expect(phone.learnt().some((one) => JSON.stringify(one).includes('secret'))).toBe(false);
    expect(refusalOf(await say(bob, 'still here?')).code).toBe('not_found');
    const query = { message_type: 'group', limit: 50 } as const;
    expect(refusalOf(await chat.listMessages(as(bob), log, query)).code).toBe('not_found');
    expect(refusalOf(await chat.listChanges(as(bob), log, { after: 0, limit: 50 })).code).toBe('not_found');
    expect(await myKinds(bob)).toEqual(['conversation_added', 'conversation_removed']);
  });

  test('GRP1: coming back, they hear again', async () => {
    const { chat, as, ann, bob, id, say, device } = await start();
    valueOf(await chat.removeMember(as(ann), id, bob));
    const phone = await device(bob);
    valueOf(await chat.addMember(as(ann), id, bob));
    valueOf(await say(ann, 'welcome back'));
    expect(actionsOf(phone.learnt())).toEqual(['added']);
    expect(phone.learnt().some((one) => JSON.stringify(one).includes('welcome back'))).toBe(true);
  });

  test('GRP2: what is already so succeeds and adds no entry', async () => {
    const { chat, as, ann, bob, dan, id, kinds } = await start();
    valueOf(await chat.addMember(as(ann), id, bob));
    valueOf(await chat.removeMember(as(ann), id, dan));
    valueOf(await chat.changeRole(as(ann), id, { user: bob, role: 'member' }));
    expect(await kinds(ann)).toEqual(['created']);
  });

  test('GRP2: the owner hands over before leaving, and becomes admin', async () => {
    const { chat, as, ann, bob, id } = await start();
    expect(refusalOf(await chat.leaveGroup(as(ann), id)).code).toBe('conflict');
    const group = valueOf(await chat.changeRole(as(ann), id, { user: bob, role: 'owner' }));
    expect(group.members.map(({ user_id, role }) => `${user_id} ${role}`)).toEqual([
      'ann admin',
      'bob owner',
      'cy member',
    ]);
    expect(refusalOf(await chat.removeMember(as(ann), id, bob)).code).toBe('forbidden');
    valueOf(await chat.leaveGroup(as(ann), id));
  });

  test('GRP2: a group is joined by oneself only when it can be found', async () => {
    const { chat, as, ann, dan, id } = await start();
    expect(refusalOf(await chat.joinGroup(as(dan), id)).code).toBe('not_found');
    expect(valueOf(await chat.searchGroups(as(dan), 'tea')).groups).toEqual([]);
    valueOf(await chat.updateGroup(as(ann), id, { discoverable: true }));
    expect(valueOf(await chat.searchGroups(as(dan), 'TÉA')).groups).toHaveLength(1);
    expect(valueOf(await chat.joinGroup(as(dan), id)).member_count).toBe(4);
  });

  test('GRP1: who is blocked does not add the one who blocked them', async () => {
    const { chat, as, ann, dan, id } = await start();
    valueOf(await chat.setBlock(as(dan), ann, true));
    expect(refusalOf(await chat.addMember(as(ann), id, dan)).code).toBe('forbidden');
    const body = { name: 'x', description: '', members: [dan] };
    expect(refusalOf(await chat.createGroup(as(ann), body)).code).toBe('forbidden');
  });

  test('GRP1: a PATCH of the name alone is a rename, any other an update', async () => {
    const { chat, as, ann, id, kinds } = await start();
    valueOf(await chat.updateGroup(as(ann), id, { name: 'Coffee' }));
    valueOf(await chat.updateGroup(as(ann), id, { name: 'Cocoa', description: 'at six' }));
    expect(await kinds(ann)).toEqual(['created', 'renamed', 'updated']);
  });

  test('SEQ1: a deleted group keeps its numbers, loses its content, and is gone for everybody', async () => {
    const { chat, as, ann, bob, id, log, say, device, myKinds, storage } = await start();
    valueOf(await say(ann, 'secret'));
    const phone = await device(bob);
    valueOf(await chat.deleteGroup(as(ann), id));
    await settle();
    expect(actionsOf(phone.learnt())).toEqual(['deleted']);
    expect(refusalOf(await say(ann, 'x')).code).toBe('not_found');
    expect(await myKinds(bob)).toEqual(['conversation_added', 'conversation_removed']);
    const held = clientEvents.sync.payload.parse({ conversations: { [log]: 2 } });
    expect(valueOf(await chat.sync(as(ann), held)).conversations as unknown[]).toEqual([
      { id: log, gone: true },
    ]);
    expect(await storage.listUnfinishedDeletions()).toEqual([]);
    const [page] = await storage.conversations.listEntries(ann, [{ log, afterSeq: 0, limit: 10 }], 1e6);
    expect(page?.head).toBe(3);
    expect(JSON.stringify(page?.entries)).not.toContain('secret');
  });

  test('GRP1: a device that leaves the stream hears of unread counts only, until it follows again', async () => {
    const { chat, ann, bob, id, log, say, device, clock } = await start();
    const phone = await device(bob);
    valueOf(await chat.unfollowGroup(phone.caller, id));
    valueOf(await say(ann, 'one'));
    valueOf(await say(ann, 'two'));
    await pass(clock, 2000);
    const quiet = phone.learnt().map((one) => (one as { payload: unknown }).payload);
    expect(quiet).toEqual([
      expect.objectContaining({ type: 'unread_notification', conversation: log, unread: 2 }),
    ]);
    expect(valueOf(await chat.followGroup(phone.caller, id)).last_seq).toBe(3);
    valueOf(await say(ann, 'three'));
    expect(phone.learnt().at(-1)).toMatchObject({ event: 'message', payload: { content: 'three' } });
  });

  test('GRP1: activity counts messages and dates the last own entry of any kind', async () => {
    const { chat, as, ann, bob, cy, id, say, clock } = await start();
    valueOf(await say(bob, 'one'));
    clock.advance(5000);
    const said = valueOf(await say(bob, 'two'));
    clock.advance(5000);
    const edit = { message_id: said.id, conversation: said.conversation, content: 'two!' };
    valueOf(await chat.editMessage(as(bob), edit));
    const { members } = valueOf(await chat.listActivity(as(ann), id, { limit: 50 }));
    const of = (user: UserId) => members.find((member) => member.user_id === user);
    expect(of(bob)).toMatchObject({
      message_count: 2,
      last_active_at: new Date(clock.nowMs()).toISOString(),
    });
    expect(of(cy)).toMatchObject({ message_count: 0, last_active_at: null });
  });
});
