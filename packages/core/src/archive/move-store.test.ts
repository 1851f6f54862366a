import { expect, test } from 'bun:test';
import type { NewEntry, Storage } from '../ports/storage.ts';
import { createFakeIds } from '../testing/chat-bench.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createGatedStorage } from '../testing/gated-storage.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { readAll } from '../testing/storage-contract-properties.ts';
import {
  ann,
  bob,
  cat,
  createRecorder,
  direct,
  edit,
  erase,
  group,
  newUser,
  type Recorder,
} from '../testing/storage-contract-recorder.ts';
import { moveStore, type MoveProgress } from './move-store.ts';
import { watchCommits } from './watch-commits.ts';

const log = direct(ann, bob);

async function house(inner: Storage = createMemoryStorage()) {
  const { storage: source, watch } = watchCommits(inner);
  const recorder = createRecorder(source);
  for (const person of [ann, bob, cat]) await source.accounts.createUser(newUser(person));
  await recorder.found(group(1), ann, bob);
  await recorder.found(group(2), ann, bob);
  for (const word of ['one', 'two', 'three']) await recorder.say(log, ann, word);
  return { source, watch, recorder };
}

type House = Awaited<ReturnType<typeof house>>;

function move(
  { source, watch }: House,
  target: Storage,
  more: Partial<Parameters<typeof moveStore>[0]> = {},
) {
  const clock = createFakeClock();
  return moveStore({
    source,
    target,
    watch,
    clock,
    ids: createFakeIds(clock.nowMs),
    onProgress: () => undefined,
    checkIsWanted: () => undefined,
    cutOver: async () => undefined,
    ...more,
  });
}

/** Something of every kind that changes what is stored already. */
async function live(recorder: Recorder, said: NewEntry[]): Promise<void> {
  const message = await recorder.say(log, bob, `more ${String(said.length)}`);
  const before = said.at(-1);
  said.push(message);
  await recorder.record(log, bob, edit(message, 'edited'));
  if (before !== undefined) await recorder.record(log, bob, erase(before));
  await recorder.hide(ann, message);
  await recorder.read(log, ann, message.seq);
  await recorder.say(group(1), ann, 'x');
  await recorder.storage.accounts.setPasswordHash(bob, `hash ${String(said.length)}`);
}

const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => '', String);
const accountsOf = ({ archive }: Storage) => archive.listAccounts('', 9);

test('OPS5 SEQ1: what is written while it moves, at every step and up to the last moment, is there in the end', async () => {
  const from = await house();
  const target = createMemoryStorage();
  const said: NewEntry[] = [];
  const writing: Promise<void>[] = [];
  let last = Promise.resolve();
  const phases = new Set<MoveProgress['phase']>();
  await move(from, target, {
    onProgress({ phase }) {
      phases.add(phase);
      last = last.then(() => live(from.recorder, said));
      writing.push(last);
    },
    async cutOver() {
      await Promise.all(writing);
      await live(from.recorder, said);
    },
  });
  expect([...phases]).toEqual(['copying', 'comparing', 'catching up', 'cutting over']);
  expect(said.length).toBeGreaterThan(6);
  expect(await readAll(target)).toEqual(await readAll(from.source));
  expect(await accountsOf(target)).toEqual(await accountsOf(from.source));
});

test('F25 OPS5: given up at any step, it goes on from what is there', async () => {
  for (let steps = 0; ; steps += 1) {
    const from = await house();
    const target = createMemoryStorage();
    let left = steps;
    const ended = await move(from, target, {
      checkIsWanted() {
        left -= 1;
        if (left < 0) throw new Error('killed');
      },
    }).then(
      () => true,
      () => false,
    );
    await live(from.recorder, []);
    await move(from, target);
    expect(await readAll(target)).toEqual(await readAll(from.source));
    if (ended) {
      expect(steps).toBeGreaterThan(5);
      return;
    }
  }
});

test('OPS5: a target that does not hold the same is not switched to', async () => {
  const from = await house();
  const inner = createMemoryStorage();
  const forgetful: Storage = {
    ...inner,
    commit: ({ appends, positions }) =>
      inner.commit({
        appends: appends.map((entry) =>
          entry.event.kind === 'message'
            ? { ...entry, event: { ...entry.event, content: 'other words' } }
            : entry,
        ),
        positions,
      }),
  };
  expect(await failureOf(move(from, forgetful))).toContain('not the same in both stores');
});

for (const phase of ['copying', 'comparing', 'cutting over'] as const)
  test(`OPS5 GRP1: a group that is erased during ${phase} is erased in both, or is to be`, async () => {
    const from = await house();
    const target = createMemoryStorage();
    await from.recorder.say(group(2), ann, 'secret');
    await from.recorder.record(group(2), ann, { kind: 'deleted' });
    let erasing: Promise<boolean> | undefined;
    await move(from, target, {
      onProgress(progress) {
        if (progress.phase === phase) erasing ??= from.source.eraseDeleted(group(2), 9);
      },
      async cutOver() {
        await erasing;
      },
    });
    // As the next start does.
    for (const { log: unfinished } of await target.listUnfinishedDeletions())
      while (await target.eraseDeleted(unfinished, 9));
    expect(await readAll(target)).toEqual(await readAll(from.source));
    expect(JSON.stringify(await readAll(target))).not.toContain('secret');
  });

test('OPS5: a commit that was under way when the move began, and ends when its log was copied, is not left out', async () => {
  const gated = createGatedStorage(createMemoryStorage());
  const from = await house(gated);
  const target = createMemoryStorage();
  gated.hold();
  const late = from.recorder.say(log, ann, 'late');
  await move(from, target, {
    async cutOver() {
      await gated.release();
      await late;
    },
  });
  expect(await readAll(target)).toEqual(await readAll(from.source));
});

test('SND2b OPS5: what landed without a word is looked for in every log', async () => {
  const gated = createGatedStorage(createMemoryStorage());
  const from = await house(gated);
  const target = createMemoryStorage();
  await move(from, target, {
    async cutOver() {
      gated.plan('lose-then-land-late');
      const late = failureOf(from.recorder.say(log, ann, 'late'));
      // Seen as changed, and taken, before it lands.
      expect(await late).toContain('planned');
      from.watch.take();
      await gated.landLate();
    },
  });
  expect(await readAll(target)).toEqual(await readAll(from.source));
});
