import { expect, test } from 'bun:test';
import { directConversationId, messageId, type GroupId } from '@parley/protocol';
import type { Ids } from '../ports/ids.ts';
import { createChatBench, createMemoryStorage, refusalOf, settle, valueOf } from '../testing/index.ts';

test('SYN1 GRP1: a digest is over every message entry of the stretch, and for members only', async () => {
  const { chat, person, as, ids } = await createChatBench();
  const [ann, bob, eve] = [await person('ann'), await person('bob'), await person('eve')];
  const { group } = valueOf(
    await chat.createGroup(as(ann), { name: 'Tea', description: '', members: [bob] }),
  );
  // A group's id is its conversation's.
  const log = group.id;
  const say = async (content: string) =>
    valueOf(await chat.sendMessage(as(ann), { type: 'group', to: group.id, content, content_type: 'text' }));
  const [one, two] = [await say('one'), await say('two')];
  valueOf(await chat.updateGroup(as(ann), group.id as string as GroupId, { name: 'Coffee' }));
  const three = await say('three');
  valueOf(
    await chat.deleteMessage(as(ann), {
      message_id: one.id,
      conversation: log,
      delete_for: 'everyone',
    }),
  );
  const whole = `2 ${one.id}\n3 ${two.id}\n5 ${three.id}\n`;
  const expected = { upto: 6, count: 3, digest: sha256(ids, whole) };
  expect(valueOf(await chat.digestConversation(as(bob), log, { after: 0 }))).toEqual(expected);
  expect(valueOf(await chat.digestConversation(as(bob), log, { after: 0, upto: 99 }))).toEqual(expected);
  const some = { upto: 4, count: 1, digest: sha256(ids, `3 ${two.id}\n`) };
  expect(valueOf(await chat.digestConversation(as(bob), log, { after: 2, upto: 4 }))).toEqual(some);
  const none = { upto: 1, count: 0, digest: sha256(ids, '') };
  expect(valueOf(await chat.digestConversation(as(bob), log, { after: 0, upto: 1 }))).toEqual(none);
  expect(refusalOf(await chat.digestConversation(as(eve), log, { after: 0 })).code).toBe('not_found');
});

test('SYN1: a long conversation is read in slices, and none of it is left out or taken twice', async () => {
  const bench = await startWith(4_001);
  const { chat, as, ann, log, slices, sha256, idOf } = bench;
  const lines = Array.from({ length: 4_001 }, (_, index) => `${String(index + 1)} ${idOf(index + 1)}\n`);
  const found = valueOf(await chat.digestConversation(as(ann), log, { after: 0 }));
  expect(found).toEqual({ upto: 4_001, count: 4_001, digest: sha256(lines.join('')) });
  expect(slices.map(({ afterSeq }) => afterSeq)).toEqual([0, 2_000, 4_000]);
});

test('LIM1: two digests at once, then overloaded with a time to come back, until one has ended', async () => {
  const { chat, as, ann, log, gate } = await startWith(1);
  const ask = () => chat.digestConversation(as(ann), log, { after: 0 });
  gate.isHeld = true;
  const running = [ask(), ask()];
  await settle();
  expect(refusalOf(await ask())).toMatchObject({ code: 'overloaded', retry: true, retry_after_ms: 1_000 });
  gate.open();
  for (const one of running) expect(valueOf(await one).count).toBe(1);
  expect(valueOf(await ask()).count).toBe(1);
});

/** Somebody with so many notes to themselves, over a store whose slices of ids are noted and can be held. */
async function startWith(messages: number) {
  const storage = createMemoryStorage();
  const slices: { readonly afterSeq: number }[] = [];
  let letGo: (() => void)[] = [];
  const gate = {
    isHeld: false,
    open() {
      gate.isHeld = false;
      for (const go of letGo) go();
      letGo = [];
    },
  };
  const { listMessageIds } = storage.conversations;
  const conversations: typeof storage.conversations = {
    ...storage.conversations,
    async listMessageIds(log, range) {
      slices.push(range);
      if (gate.isHeld) await new Promise<void>((resolve) => letGo.push(resolve));
      return listMessageIds(log, range);
    },
  };
  const bench = await createChatBench({ storage: { ...storage, conversations } });
  const ann = await bench.person('ann');
  const log = directConversationId(ann, ann);
  const idOf = (seq: number) => messageId.parse(`0190cccc-cccc-7ccc-8ccc-${String(seq).padStart(12, '0')}`);
  const note = {
    kind: 'message',
    type: 'direct',
    to: ann,
    content: 'x',
    contentType: 'text',
    replyTo: null,
  } as const;
  const appends = Array.from({ length: messages }, (_, index) => ({
    log,
    seq: index + 1,
    id: idOf(index + 1),
    at: 1_000,
    by: ann,
    event: note,
    fingerprint: null,
    judging: false,
  }));
  await storage.commit({ appends, positions: [] });
  return { ...bench, ann, log, slices, gate, idOf, sha256: (text: string) => sha256(bench.ids, text) };
}

function sha256(ids: Ids, text: string): string {
  const hasher = ids.createSha256();
  hasher.add(text);
  return hasher.hex();
}
