import { expect } from 'bun:test';
import type { MessagePage, MessageWindow } from '../ports/conversation-reads.ts';
import {
  ann,
  bob,
  cat,
  dan,
  direct,
  edit,
  erase,
  group,
  seqs,
  text,
  uuidOf,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = group(1);

/** `created`, then messages at every seq but 4 and 5, up to 12; ann hid 9. */
async function tell(recorder: Recorder): Promise<void> {
  await recorder.found(log, ann, bob);
  const message = await recorder.say(log, ann, '2');
  await recorder.say(log, bob, '3');
  await recorder.record(log, ann, edit(message, '2b'));
  await recorder.record(log, ann, { kind: 'renamed', name: 'Band' });
  for (let seq = 6; seq <= 12; seq++) {
    const said = await recorder.say(log, ann, String(seq));
    if (seq === 9) await recorder.hide(ann, said);
  }
}

const shown = ({ messages, hasMore, hasNewer }: MessagePage) => [seqs(messages), hasMore, hasNewer];

/** History as people page through it. */
export function describeMessages(storeTest: StoreTest): void {
  storeTest('SYN1: pages of history, in every direction', async (recorder) => {
    await tell(recorder);
    const page = async (window: MessageWindow) =>
      shown(await recorder.storage.conversations.listMessages(ann, log, window));
    expect(await page({ anchor: 'newest', limit: 3 })).toEqual([[10, 11, 12], true, undefined]);
    expect(await page({ anchor: 'newest', limit: 8 })).toEqual([
      [2, 3, 6, 7, 8, 10, 11, 12],
      false,
      undefined,
    ]);
    expect(await page({ anchor: 'before', seq: 10, limit: 2 })).toEqual([[7, 8], true, undefined]);
    expect(await page({ anchor: 'before', seq: 6, limit: 2 })).toEqual([[2, 3], false, undefined]);
    expect(await page({ anchor: 'before', seq: 1, limit: 2 })).toEqual([[], false, undefined]);
    expect(await page({ anchor: 'after', seq: 3, limit: 2 })).toEqual([[6, 7], true, undefined]);
    expect(await page({ anchor: 'after', seq: 10, limit: 2 })).toEqual([[11, 12], false, undefined]);
    expect(await page({ anchor: 'after', seq: 12, limit: 2 })).toEqual([[], false, undefined]);
  });

  storeTest('SYN1: around a position come half a page of older ones, then the rest', async (recorder) => {
    await tell(recorder);
    const page = async (seq: number, limit: number) =>
      shown(await recorder.storage.conversations.listMessages(ann, log, { anchor: 'around', seq, limit }));
    expect(await page(7, 4)).toEqual([[3, 6, 7, 8], true, true]);
    expect(await page(7, 5)).toEqual([[3, 6, 7, 8, 10], true, true]);
    expect(await page(4, 4)).toEqual([[2, 3, 6, 7], false, true]);
    expect(await page(12, 4)).toEqual([[10, 11, 12], true, false]);
    expect(await page(2, 4)).toEqual([[2, 3, 6, 7], false, true]);
    expect(await page(9, 1)).toEqual([[10], true, true]);
    expect(await page(99, 4)).toEqual([[11, 12], true, false]);
  });

  storeTest('SYN1: history of nothing is empty', async (recorder) => {
    const page = await recorder.storage.conversations.listMessages(ann, direct(ann, bob), {
      anchor: 'newest',
      limit: 5,
    });
    expect(page).toEqual({ messages: [], hasMore: false });
  });

  storeTest('SYN1: history shows the present text; deleted messages keep their place', async (recorder) => {
    await tell(recorder);
    const last = await recorder.say(log, bob, 'gone');
    await recorder.record(log, bob, erase(last));
    const page = await recorder.storage.conversations.listMessages(bob, log, { anchor: 'newest', limit: 50 });
    expect(page.messages.map(({ content }) => content)).toEqual([
      '2b',
      '3',
      '6',
      '7',
      '8',
      '9',
      '10',
      '11',
      '12',
      null,
    ]);
  });

  storeTest('SYN1: one message by its id, and whether its reader hid it', async (recorder) => {
    await tell(recorder);
    const { findMessage, listMessages } = recorder.storage.conversations;
    const ninth = (await listMessages(bob, log, { anchor: 'around', seq: 9, limit: 1 })).messages[0];
    if (ninth === undefined) throw new Error('no message at 9');
    expect(await findMessage(ann, log, ninth.id)).toEqual({ message: ninth, hidden: true });
    expect(await findMessage(bob, log, ninth.id)).toEqual({ message: ninth, hidden: false });
    expect(await findMessage(bob, group(2), ninth.id)).toBeUndefined();
    expect(await findMessage(bob, log, uuidOf(999))).toBeUndefined();
    // The id of the first entry names no message.
    expect(await findMessage(bob, log, uuidOf(1))).toBeUndefined();
  });

  storeTest(
    'GRP1: a message id is looked up in own conversations only, two hits at most',
    async (recorder) => {
      const id = uuidOf(77);
      for (const number of [1, 2, 3]) {
        await recorder.found(group(number), ann, ...(number === 1 ? [bob] : []));
        await recorder.record(group(number), ann, text(group(number), ann, 'x'), { id });
      }
      const { findConversationsOfMessage } = recorder.storage.conversations;
      expect(await findConversationsOfMessage(bob, id)).toEqual([group(1)]);
      expect(await findConversationsOfMessage(ann, id)).toHaveLength(2);
      expect(await findConversationsOfMessage(cat, id)).toEqual([]);
      expect(await findConversationsOfMessage(ann, uuidOf(1))).toEqual([]);
      await recorder.record(group(1), ann, { kind: 'member_removed', userId: bob });
      expect(await findConversationsOfMessage(bob, id)).toEqual([]);
    },
  );

  storeTest('RD1: the newest message at or before a position', async (recorder) => {
    await tell(recorder);
    const newest = async (uptoSeq: number) =>
      (await recorder.storage.conversations.findNewestMessage(log, uptoSeq))?.seq;
    expect(await Promise.all([0, 1, 2, 5, 6, 12, 99].map(newest))).toEqual([
      undefined,
      undefined,
      2,
      3,
      6,
      12,
      12,
    ]);
    const last = await recorder.say(log, ann, 'last');
    await recorder.record(log, ann, erase(last));
    expect(await recorder.storage.conversations.findNewestMessage(log, 99)).toEqual({
      id: last.id as never,
      seq: 13,
    });
    expect(await recorder.storage.conversations.findNewestMessage(direct(ann, dan), 9)).toBeUndefined();
  });

  storeTest(
    'SYN1: ids of message entries in a stretch, deleted and hidden ones included',
    async (recorder) => {
      await tell(recorder);
      const { listEntries, listMessageIds } = recorder.storage.conversations;
      const [page] = await listEntries(ann, [{ log, afterSeq: 0, limit: 100 }], 1e6);
      const messages = (page?.entries ?? []).flatMap(({ kind, seq, id }) =>
        kind === 'message' ? [{ seq, id }] : [],
      );
      const all = { afterSeq: 0, uptoSeq: 99, limit: 100 };
      expect(await listMessageIds(log, all)).toEqual(messages as never);
      expect(await listMessageIds(log, { ...all, limit: 2 })).toEqual(messages.slice(0, 2) as never);
      const some = messages.filter(({ seq }) => seq > 2 && seq <= 6);
      expect(await listMessageIds(log, { afterSeq: 2, uptoSeq: 6, limit: 100 })).toEqual(some as never);
      expect(await listMessageIds(direct(ann, dan), all)).toEqual([]);
    },
  );
}
