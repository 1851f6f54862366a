import { describe, expect, test } from 'bun:test';
import { clientEvents, type ConversationId, type GroupId, type UserId } from '@parley/protocol';
import {
  createChatBench,
  createGatedStorage,
  createMemoryStorage,
  pass,
  refusalOf,
  settle,
  valueOf,
} from '../testing/index.ts';
import { StoreError, type Storage } from '../ports/storage.ts';

type Reads = Storage['conversations'];

/** A chat whose reads can be replaced one by one. */
async function start(replace: (reads: Reads) => Partial<Reads> = () => ({})) {
  const memory = createMemoryStorage();
  const conversations = { ...memory.conversations, ...replace(memory.conversations) };
  const storage = createGatedStorage({ ...memory, conversations });
  const bench = await createChatBench({ storage });
  const [ann, bob] = [await bench.person('ann'), await bench.person('bob')];
  const { chat, as } = bench;
  const makeGroup = async () =>
    // A group's conversation has the group's id.
    valueOf(await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [bob] })).group
      .id as string as GroupId;
  const say = async (group: GroupId, content: string) =>
    valueOf(
      await chat.sendMessage(
        as(ann),
        clientEvents.send_message.payload.parse({ type: 'group', to: group, content }),
      ),
    );
  return { ...bench, storage, ann, bob, makeGroup, say };
}

/** Reads that wait while `isHeld`. */
function createGate() {
  const waiting: (() => void)[] = [];
  const gate = {
    isHeld: false,
    pass: () => (gate.isHeld ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve()),
    open() {
      gate.isHeld = false;
      for (const go of waiting.splice(0)) go();
    },
    waiting: () => waiting.length,
  };
  return gate;
}

describe('races', () => {
  test('SND2: a group that the store does not take is no conflict, and can be tried again', async () => {
    const { chat, as, ann, bob, storage, ids, clock } = await start();
    // Ids made here are UUIDs, as a group's is.
    const body = { id: ids.newId() as GroupId, name: 'Tea', description: '', members: [bob] };
    // The two pointers are stored, the group's own entry is not.
    storage.plan('commit', 'commit', 'fail', 'fail', 'fail');
    const refused = chat.createGroup(as(ann), body);
    await pass(clock, 1000);
    expect(refusalOf(await refused)).toMatchObject({ code: 'unavailable', retry: true });
    await pass(clock, 1000);
    expect(valueOf(await chat.createGroup(as(ann), body)).duplicate).toBe(false);
  });

  test('GRP1: history read across a removal whose commit had no answer goes to nobody', async () => {
    const gate = createGate();
    const bench = await start((reads) => ({
      listMessages: async (...args) => {
        await gate.pass();
        return reads.listMessages(...args);
      },
    }));
    const { chat, as, ann, bob, storage, clock, makeGroup, say } = bench;
    const group = await makeGroup();
    gate.isHeld = true;
    const reading = chat.listMessages(as(bob), group, { message_type: 'group', limit: 50 });
    await settle();
    storage.plan('commit-then-lose-answer');
    const removing = chat.removeMember(as(ann), group, bob);
    await pass(clock, 1000);
    valueOf(await removing);
    await say(group, 'after he left');
    gate.open();
    expect(refusalOf(await reading).code).toBe('not_found');
  });

  test('RD1: a position marked while its owner is removed does not hold them back when they return', async () => {
    const { chat, as, ann, bob, storage, makeGroup, say } = await start();
    const group = await makeGroup();
    const conversation = group as string as ConversationId;
    await say(group, '2');
    await say(group, '3');
    storage.hold();
    const removing = chat.removeMember(as(ann), group, bob);
    const reading = chat.markRead(as(bob), { conversation, seq: 2 });
    const receiving = chat.markDelivered(as(bob), { conversation, seq: 2 });
    for (let turn = 0; turn < 6; turn += 1) {
      await settle();
      await storage.release();
    }
    await Promise.all([removing, reading, receiving]);
    storage.plan('commit');
    const adding = chat.addMember(as(ann), group, bob);
    for (let turn = 0; turn < 6; turn += 1) {
      await settle();
      await storage.release();
    }
    expect(valueOf(await adding).last_seq).toBe(5);
    expect(valueOf(await chat.markDelivered(as(bob), { conversation, seq: 3 })).seq).toBe(5);
    expect(valueOf(await chat.markRead(as(bob), { conversation, seq: 3 })).seq).toBe(5);
  });

  test('SYN1: reading a conversation keeps what was set on it meanwhile', async () => {
    const gate = createGate();
    const bench = await start((reads) => ({
      findRows: async (...args) => {
        const rows = await reads.findRows(...args);
        await gate.pass();
        return rows;
      },
    }));
    const { chat, as, bob, makeGroup, say } = bench;
    const group = await makeGroup();
    const id = group as string as ConversationId;
    await say(group, '2');
    valueOf(await chat.updateConversation(as(bob), id, { marked_unread: true }));
    gate.isHeld = true;
    const reading = chat.markRead(as(bob), { conversation: id, seq: 2 });
    await settle();
    expect(gate.waiting()).toBe(1);
    gate.isHeld = false;
    valueOf(await chat.updateConversation(as(bob), id, { archived: true }));
    gate.open();
    valueOf(await reading);
    expect(valueOf(await chat.getConversation(as(bob), id))).toMatchObject({
      archived: true,
      marked_unread: false,
    });
  });

  test('LIM1: many who ask for activity at once are answered from one count', async () => {
    let counts = 0;
    const bench = await start((reads) => ({
      tallyActivity: async (...args) => {
        counts += 1;
        await settle();
        return reads.tallyActivity(...args);
      },
    }));
    const { chat, as, ann, makeGroup, say } = bench;
    const group = await makeGroup();
    await say(group, '2');
    const asked = await Promise.all(
      Array.from({ length: 10 }, () => chat.listActivity(as(ann), group, { limit: 50 })),
    );
    for (const answer of asked) expect(valueOf(answer).members[0]?.message_count).toBe(1);
    expect(counts).toBe(1);
  });

  test('LIM1: unread counts of quiet members are never read twice over at once', async () => {
    const gate = createGate();
    const bench = await start((reads) => ({
      findRows: async (...args) => {
        await gate.pass();
        return reads.findRows(...args);
      },
    }));
    const { chat, bob, device, clock, makeGroup, say } = bench;
    const group = await makeGroup();
    const phone = await device(bob);
    valueOf(await chat.unfollowGroup(phone.caller, group));
    gate.isHeld = true;
    for (let n = 2; n < 8; n += 1) {
      await say(group, String(n));
      await pass(clock, 1100);
    }
    expect(gate.waiting()).toBe(1);
    gate.open();
    await pass(clock, 1100);
    const heard = phone.learnt() as readonly { payload?: { type?: string; unread?: number } }[];
    expect(heard.at(-1)?.payload).toMatchObject({ type: 'unread_notification', unread: 6 });
  });

  test('GRP1: a deleted group is erased although the store was away at first', async () => {
    const memory = createMemoryStorage();
    let refusals = 2;
    const bench = await createChatBench({
      storage: {
        ...memory,
        eraseDeleted: (...args) => {
          refusals -= 1;
          return refusals < 0
            ? memory.eraseDeleted(...args)
            : Promise.reject(new StoreError('failed', 'planned'));
        },
      },
    });
    const { chat, as, clock } = bench;
    const ann = await bench.person('ann');
    const { group } = valueOf(await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [] }));
    valueOf(await chat.deleteGroup(as(ann), group.id as string as GroupId));
    await pass(clock, 120_000, 1000);
    expect(await memory.listUnfinishedDeletions()).toEqual([]);
  });

  test('PIP4: what is told to the members of a large group leaves room for others between', async () => {
    const { chat, as, ann, bob, person, storage, clock } = await start();
    const crowd: UserId[] = [];
    for (let n = 0; n < 400; n += 1) crowd.push(await person(`m${String(n)}`));
    storage.hold();
    const making = chat.createGroup(as(ann), { name: 'Tea', description: '', members: crowd });
    await settle();
    const sending = chat.sendMessage(
      as(bob),
      clientEvents.send_message.payload.parse({ type: 'direct', to: bob, content: 'hello' }),
    );
    let commits = 0;
    const seen = { isSent: false };
    void sending.then(() => {
      seen.isSent = true;
    });
    while (!seen.isSent && commits < 40) {
      await settle();
      clock.advance(1);
      await storage.release();
      commits += 1;
    }
    // Two commits of its own (the pointer, the message), each behind one slice of the crowd at most.
    expect(commits).toBeLessThan(14);
    while (storage.held.length > 0) {
      await storage.release();
      await settle();
    }
    valueOf(await making);
  });
});
