import { expect } from 'bun:test';
import { personalLogId } from '../log/entry.ts';
import { StoreError } from '../ports/storage.ts';
import {
  ann,
  bob,
  cat,
  created,
  createRecorder,
  direct,
  edit,
  fingerprintOf,
  group,
  seqs,
  startMs,
  text,
  uuidOf,
  type StoreTest,
} from './storage-contract-recorder.ts';

const log = direct(ann, bob);

/** The append as compare-and-swap, and what outlives the process. */
export function describeAppend(storeTest: StoreTest): void {
  storeTest('SEQ1: entries get the numbers they came with, from 1 on', async (recorder) => {
    const batch = [1, 2, 3].map((number) => recorder.entry(log, ann, text(log, ann, String(number))));
    expect(await recorder.commit(batch)).toEqual(['stored', 'stored', 'stored']);
    const [page] = await recorder.storage.conversations.listEntries(
      ann,
      [{ log, afterSeq: 0, limit: 10 }],
      1e6,
    );
    expect(page?.head).toBe(3);
    expect(seqs(page?.entries ?? [])).toEqual([1, 2, 3]);
  });

  storeTest('SEQ1: a number that is taken collides and changes nothing', async (recorder) => {
    await recorder.say(log, ann, 'first');
    expect(await recorder.commit([recorder.entry(log, bob, text(log, bob, 'late'), { seq: 1 })])).toEqual([
      'collided',
    ]);
    const page = await recorder.storage.conversations.listMessages(ann, log, { anchor: 'newest', limit: 10 });
    expect(page.messages.map(({ content }) => content)).toEqual(['first']);
  });

  storeTest('SEQ1: a number beyond the next one is not stored, so no gap appears', async (recorder) => {
    await recorder.say(log, ann, 'first');
    expect(await recorder.commit([recorder.entry(log, bob, text(log, bob, 'x'), { seq: 3 })])).toEqual([
      'collided',
    ]);
    expect((await recorder.storage.conversations.findPicture(log))?.head).toBe(1);
  });

  storeTest('SEQ1: an empty log does not begin at 2', async (recorder) => {
    expect(await recorder.commit([recorder.entry(log, bob, text(log, bob, 'x'), { seq: 2 })])).toEqual([
      'collided',
    ]);
    expect(await recorder.storage.conversations.findPicture(log)).toBeUndefined();
  });

  storeTest('SND2: an id that its log already has collides, in any batch', async (recorder) => {
    const first = await recorder.say(log, ann, 'first', { fingerprint: fingerprintOf(7) });
    const again = recorder.entry(log, ann, text(log, ann, 'first'), { id: first.id });
    expect(await recorder.commit([again])).toEqual(['collided']);
    const twice = [2, 3].map((seq) => recorder.entry(log, ann, text(log, ann, 'x'), { id: uuidOf(99), seq }));
    expect(await recorder.commit(twice)).toEqual(['stored', 'collided']);
  });

  storeTest('SND2: the same id in two logs is two entries', async (recorder) => {
    const notes = direct(ann, ann);
    const id = uuidOf(50);
    const batch = [log, notes].map((each) => recorder.entry(each, ann, text(each, ann, each), { id }));
    expect(await recorder.commit(batch)).toEqual(['stored', 'stored']);
    expect((await recorder.storage.conversations.findMessage(ann, notes, id))?.message.content).toBe(notes);
    expect((await recorder.storage.conversations.findMessage(ann, log, id))?.message.content).toBe(log);
  });

  storeTest(
    'SND4: what follows a refused entry in its log is skipped, other logs are stored',
    async (recorder) => {
      await recorder.say(log, ann, 'first');
      const other = direct(ann, cat);
      const batch = [
        recorder.entry(log, ann, text(log, ann, 'second')),
        recorder.entry(log, ann, text(log, ann, 'taken'), { seq: 1 }),
        recorder.entry(log, ann, text(log, ann, 'third'), { seq: 2 }),
        recorder.entry(other, ann, text(other, ann, 'elsewhere')),
      ];
      expect(await recorder.commit(batch)).toEqual(['stored', 'collided', 'skipped', 'stored']);
      expect((await recorder.storage.conversations.findPicture(log))?.head).toBe(2);
      expect((await recorder.storage.conversations.findPicture(other))?.head).toBe(1);
    },
  );

  storeTest(
    'SND4: behind a refused entry its log is skipped, whatever else is wrong with it',
    async (recorder) => {
      const first = await recorder.say(log, ann, 'first');
      for (const wrong of [{ seq: 1 }, { seq: 3, id: 'no uuid' }])
        expect(
          await recorder.commit([
            recorder.entry(log, ann, text(log, ann, 'known id'), { seq: 2, id: first.id }),
            recorder.entry(log, ann, text(log, ann, 'wrong'), wrong),
          ]),
        ).toEqual(['collided', 'skipped']);
    },
  );

  storeTest('SND4: a poison entry is rejected alone and its number stays free', async (recorder) => {
    const other = direct(ann, cat);
    const poison = recorder.entry(log, ann, text(log, ann, 'x'), { id: 'no uuid', seq: 1 });
    const batch = [
      recorder.entry(other, ann, text(other, ann, 'before')),
      poison,
      recorder.entry(personalLogId(ann), ann, { kind: 'conversation_added', conversation: log }),
    ];
    expect(await recorder.commit(batch)).toEqual(['stored', 'rejected', 'stored']);
    expect(await recorder.commit([{ ...poison, id: uuidOf(60) }])).toEqual(['stored']);
  });

  storeTest('SND4: a text that is no Unicode is rejected alone', async (recorder) => {
    const message = await recorder.say(log, ann, 'fine');
    const torn = recorder.entry(log, ann, text(log, ann, 'x\ud800'));
    expect(await recorder.commit([torn])).toEqual(['rejected']);
    const tornEdit = recorder.entry(log, ann, edit(message, '\udc00'), { seq: 2 });
    expect(await recorder.commit([tornEdit])).toEqual(['rejected']);
    expect((await recorder.storage.conversations.findPicture(log))?.head).toBe(1);
  });

  storeTest('SND4: an entry of the wrong kind of log is rejected', async (recorder) => {
    const misplaced = [
      recorder.entry(personalLogId(ann), ann, text(log, ann, 'x')),
      recorder.entry(log, ann, { kind: 'account_disabled', on: true }),
    ];
    expect(await recorder.commit(misplaced)).toEqual(['rejected', 'rejected']);
  });

  storeTest('SND4: an empty batch answers nothing', async (recorder) => {
    expect(await recorder.commit([])).toEqual([]);
  });

  storeTest('SND4: thousands of entries of as many logs fit in one batch', async (recorder) => {
    const logs = Array.from({ length: 1500 }, (_, index) =>
      direct(ann, `user-${String(index)}` as typeof ann),
    );
    const batch = logs.map((each) => recorder.entry(each, ann, text(each, ann, 'all')));
    expect(new Set(await recorder.commit(batch))).toEqual(new Set(['stored']));
    expect(await recorder.storage.conversations.listRows(ann, { limit: 2000 })).toHaveLength(1500);
  });

  storeTest('SEQ1: of concurrent commits for one number exactly one is stored', async (recorder) => {
    await recorder.say(log, ann, 'first');
    const rivals = Array.from({ length: 20 }, () =>
      recorder.entry(log, bob, text(log, bob, 'rival'), { seq: 2 }),
    );
    const outcomes = await Promise.all(rivals.map((entry) => recorder.commit([entry])));
    expect(outcomes.flat().filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect((await recorder.storage.conversations.findPicture(log))?.head).toBe(2);
  });

  storeTest('SYN1: a read sees every commit that was answered before it', async (recorder) => {
    for (let number = 1; number <= 50; number++) {
      await recorder.say(log, ann, String(number));
      const newest = await recorder.storage.conversations.findNewestMessage(log, number);
      expect(newest?.seq).toBe(number);
    }
  });

  storeTest('SYN1: the store keeps copies, not what it was handed or has handed out', async (recorder) => {
    const owner = group(1);
    const members = [{ userId: ann, role: 'owner' as const }];
    await recorder.record(owner, ann, { kind: 'created', name: 'n', description: '', members });
    members.push({ userId: bob, role: 'owner' });
    const [page] = await recorder.storage.conversations.listEntries(
      ann,
      [{ log: owner, afterSeq: 0, limit: 1 }],
      1e6,
    );
    const entry = page?.entries[0];
    if (entry?.kind === 'created') (entry.members as unknown[]).length = 0;
    const [again] = await recorder.storage.conversations.listEntries(
      ann,
      [{ log: owner, afterSeq: 0, limit: 1 }],
      1e6,
    );
    expect(again?.entries[0]).toMatchObject({ members: [{ userId: ann, role: 'owner' }] });
  });

  storeTest('SND1: what was stored is there after reopening, numbers go on', async (recorder, store) => {
    await recorder.found(group(1), ann, bob);
    await recorder.say(log, ann, 'kept', { fingerprint: fingerprintOf(9), id: uuidOf(77) });
    await recorder.read(log, bob, 1);
    const { generation } = recorder.storage;
    const reopened = await store.reopen();
    expect(reopened.generation).toBe(generation);
    const after = createRecorder(reopened);
    expect(
      await after.commit([after.entry(log, bob, text(log, bob, 'x'), { seq: 1, id: uuidOf(78) })]),
    ).toEqual(['collided']);
    expect(
      await after.commit([after.entry(log, bob, text(log, bob, 'next'), { seq: 2, id: uuidOf(78) })]),
    ).toEqual(['stored']);
    expect(await reopened.conversations.findEntry(log, uuidOf(77))).toMatchObject({
      fingerprint: fingerprintOf(9),
      entry: { seq: 1, kind: 'message', message: { content: 'kept' } },
    });
    expect(await reopened.conversations.findPositions(log, [bob])).toEqual([
      { userId: bob, readSeq: 1, deliveredSeq: 1 },
    ]);
    expect(await reopened.conversations.listGroupIds(bob)).toEqual([group(1)]);
  });

  storeTest('SYN3: each store has a generation of its own kind and names its engine', async (recorder) => {
    expect(recorder.storage.generation).not.toBe('');
    expect(recorder.storage.engine).not.toBe('');
    expect(recorder.storage.maxCommitsInFlight).toBeGreaterThanOrEqual(1);
    await recorder.storage.ping();
  });

  storeTest('SND2b: a closed store refuses every call as failed', async (recorder) => {
    await recorder.storage.close();
    const calls = [
      () => recorder.commit([]),
      () => recorder.storage.conversations.findPicture(log),
      () => recorder.storage.accounts.findUsers([ann]),
      () => recorder.storage.ping(),
    ];
    for (const call of calls) {
      const error: unknown = await call().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreError);
      expect(error).toMatchObject({ outcome: 'failed' });
    }
  });

  storeTest('CLU1b: the picture says the last number that affects judging', async (recorder) => {
    await recorder.found(group(1), ann);
    await recorder.say(group(1), ann, 'one');
    await recorder.record(group(1), ann, { kind: 'member_added', userId: bob, role: 'member' });
    const message = await recorder.say(group(1), ann, 'two');
    expect(await recorder.storage.conversations.findPicture(group(1))).toMatchObject({
      head: 4,
      lastJudgingSeq: 3,
    });
    await recorder.record(group(1), ann, edit(message, 'three'));
    expect(await recorder.storage.conversations.findPicture(group(1))).toMatchObject({
      head: 5,
      lastJudgingSeq: 5,
    });
  });

  storeTest('SEQ1: times may go backwards, numbers do not care', async (recorder) => {
    await recorder.say(log, ann, 'later', { at: startMs + 5_000 });
    await recorder.say(log, ann, 'earlier', { at: startMs });
    const { messages } = await recorder.storage.conversations.listMessages(ann, log, {
      anchor: 'newest',
      limit: 5,
    });
    expect(messages.map(({ content, createdAt }) => [content, createdAt])).toEqual([
      ['later', startMs + 5_000],
      ['earlier', startMs],
    ]);
  });

  storeTest('SND1: entries and positions of one batch are stored together', async (recorder) => {
    const outcomes = await recorder.commit(
      [
        recorder.entry(group(1), ann, created(ann, bob)),
        recorder.entry(group(1), ann, text(group(1), ann, 'hi')),
      ],
      [{ log: group(1), userId: bob, readSeq: 2, deliveredSeq: 2 }],
    );
    expect(outcomes).toEqual(['stored', 'stored']);
    const positions = await recorder.storage.conversations.findPositions(group(1), [bob]);
    expect(positions).toEqual([{ userId: bob, readSeq: 2, deliveredSeq: 2 }]);
  });
}
