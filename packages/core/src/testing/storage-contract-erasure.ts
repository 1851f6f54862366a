import { expect } from 'bun:test';
import {
  ann,
  bob,
  edit,
  erase,
  group,
  seqs,
  startMs,
  type Recorder,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = group(1);

/** Nine entries full of secrets, the last one `deleted`. */
async function bury(recorder: Recorder): Promise<{ deletedAt: number; earlierDeletionAt: number }> {
  await recorder.record(log, ann, {
    kind: 'created',
    name: 'secret',
    description: 'secret',
    members: [
      { userId: ann, role: 'owner' },
      { userId: bob, role: 'member' },
    ],
  });
  const first = await recorder.say(log, ann, 'secret');
  const second = await recorder.say(log, bob, 'secret');
  await recorder.record(log, ann, edit(first, 'secret'));
  const deletion = await recorder.record(log, bob, erase(second));
  await recorder.record(log, ann, { kind: 'renamed', name: 'secret' });
  await recorder.record(log, ann, { kind: 'updated', description: 'secret', discoverable: true });
  await recorder.say(log, ann, 'secret');
  const end = await recorder.record(log, ann, { kind: 'deleted' }, { at: startMs + 5_000 });
  return { deletedAt: end.at, earlierDeletionAt: deletion.at };
}

async function entriesOf(recorder: Recorder, storage = recorder.storage) {
  const [page] = await storage.conversations.listEntries(ann, [{ log, afterSeq: 0, limit: 100 }], 1e6);
  return page?.entries ?? [];
}

/** What becomes of a deleted group. */
export function describeErasure(storeTest: StoreTest): void {
  storeTest(
    'GRP1: a deleted group is listed for erasure with the members it had at the end',
    async (recorder) => {
      expect(await recorder.storage.listUnfinishedDeletions()).toEqual([]);
      await bury(recorder);
      const [unfinished, ...others] = await recorder.storage.listUnfinishedDeletions();
      expect(others).toEqual([]);
      expect(unfinished?.log).toBe(log);
      expect(new Set(unfinished?.members)).toEqual(new Set([ann, bob]));
    },
  );

  storeTest('SEQ1: erasing takes every text and name and leaves every number', async (recorder) => {
    const { deletedAt, earlierDeletionAt } = await bury(recorder);
    expect(await recorder.storage.eraseDeleted(log, 100)).toBe(false);
    const entries = await entriesOf(recorder);
    expect(seqs(entries)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(JSON.stringify(entries)).not.toContain('secret');
    expect(entries).toMatchObject([
      { kind: 'created', name: '', description: '', members: [{ userId: ann }, { userId: bob }] },
      { message: { content: null, deletedAt, deleteSeq: 9, editSeq: 4 } },
      { message: { content: null, deletedAt: earlierDeletionAt, deleteSeq: 5 } },
      { kind: 'edit', content: null },
      { kind: 'delete' },
      { kind: 'renamed', name: '' },
      { kind: 'updated', description: '', discoverable: true },
      { message: { content: null, deletedAt, deleteSeq: 9 } },
      { kind: 'deleted' },
    ]);
    expect(entries[6]).not.toHaveProperty('name');
    expect(await recorder.storage.listUnfinishedDeletions()).toEqual([]);
    expect(JSON.stringify(await recorder.storage.conversations.findPicture(log))).not.toContain('secret');
  });

  storeTest(
    'SEQ1: erasing goes on where it stopped, lowest numbers first, also after reopening',
    async (recorder, store) => {
      await bury(recorder);
      expect(await recorder.storage.eraseDeleted(log, 2)).toBe(true);
      const contents = (await entriesOf(recorder)).flatMap((entry) =>
        entry.kind === 'message' ? [entry.message.content] : [],
      );
      expect(contents).toEqual([null, null, 'secret']);
      const reopened = await store.reopen();
      expect((await reopened.listUnfinishedDeletions()).map((unfinished) => unfinished.log)).toEqual([log]);
      let calls = 0;
      while (await reopened.eraseDeleted(log, 2)) calls += 1;
      expect(calls).toBe(3);
      expect(JSON.stringify(await entriesOf(recorder, reopened))).not.toContain('secret');
      expect(await reopened.listUnfinishedDeletions()).toEqual([]);
      expect(await reopened.eraseDeleted(log, 2)).toBe(false);
    },
  );

  storeTest('SEQ1: a living or unknown group is not erased', async (recorder) => {
    await recorder.found(log, ann);
    await recorder.say(log, ann, 'kept');
    expect(await recorder.storage.eraseDeleted(log, 10)).toBe(false);
    expect(await recorder.storage.eraseDeleted(group(9), 10)).toBe(false);
    expect(JSON.stringify(await entriesOf(recorder))).toContain('kept');
  });
}
