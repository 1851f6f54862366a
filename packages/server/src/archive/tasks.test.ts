import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchCommits, type MediaRecord, type Storage } from '@parley/core';
import { createFakeClock, createFakeIds, createMemoryState, createMemoryStorage } from '@parley/core/testing';
import type { UserId } from '@parley/protocol';
import { createFolderBlobs } from '../media/blobs/folder-blobs.ts';
import type { MoveContext } from './move.ts';
import { runTask } from './run-task.ts';
import { refuseMarked } from './store-marks.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-tasks-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const database = 'mongodb://anybody:hunter2@db.example/chat';
const order = { task: 'move', from: 'sqlite:/data', to: database } as const;

function bench(source = createMemoryState(), target = createMemoryState()) {
  const clock = createFakeClock();
  const ids = createFakeIds(clock.nowMs);
  const done: string[] = [];
  const context = (storage: Storage, openTarget: () => Storage): MoveContext => ({
    ...watchCommits(storage),
    clock,
    ids,
    version: '9.9.9',
    onProgress: ({ phase }) => done.push(phase),
    checkIsWanted: () => undefined,
    stopServing: async () => void done.push('stopped'),
    address: { engine: 'sqlite', dataDir: '/data' },
    dataDir: folder,
    blobs: undefined,
    openTarget: async () => openTarget(),
  });
  return {
    clock,
    done,
    source,
    target,
    context: (more: Partial<MoveContext> = {}) => ({
      ...context(createMemoryStorage(source), () => createMemoryStorage(target)),
      ...more,
    }),
  };
}

async function addPerson(storage: Storage, name: string): Promise<void> {
  const profile = { id: name as UserId, username: name, displayName: name, avatarUrl: null, createdAt: 1 };
  await storage.accounts.createUser({ profile, passwordHash: 'hash' });
}

const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => '', String);
const refusalOf = (state: ReturnType<typeof createMemoryState>) =>
  failureOf(refuseMarked(createMemoryStorage(state).archive));

test('OPS5: after a move the new store is served under another generation, and the old one is not', async () => {
  const { source, target, done, context } = bench();
  await addPerson(createMemoryStorage(source), 'ann');
  const before = [source.generation, target.generation];
  const { sentence, isLast } = await runTask(context(), order);
  expect(isLast).toBe(true);
  expect(sentence).toContain('mongodb://db.example/chat');
  expect(sentence).not.toContain('hunter2');
  expect(done).toContain('stopped');
  expect(before).not.toContain(target.generation);
  expect(await refusalOf(target)).toBe('');
  expect(await refusalOf(source)).toContain('was moved to mongodb://db.example/chat: set MONGO_URL');
  expect(await createMemoryStorage(target).accounts.findCredentials('ann')).toBeDefined();
});

test('F25 OPS5: killed between the marks, neither store is served, and the same command ends it', async () => {
  const { source, target, done, context } = bench();
  await addPerson(createMemoryStorage(source), 'ann');
  const dying = createMemoryStorage(target);
  const killed = context({
    openTarget: async () => ({
      ...dying,
      archive: { ...dying.archive, finish: () => Promise.reject(new Error('killed')) },
    }),
  });
  expect(await failureOf(runTask(killed, order))).toContain('killed');
  expect(await refusalOf(source)).toContain('was moved');
  expect(await refusalOf(target)).toContain('npm run move again');
  done.length = 0;
  expect((await runTask(context(), order)).isLast).toBe(true);
  // Nothing was copied again: the old store may be behind by then.
  expect(done).toEqual([]);
  expect(await refusalOf(target)).toBe('');
});

test('OPS5: a move does not begin where somebody else works, or something else is', async () => {
  const { source, target, clock, context } = bench();
  const shared = createMemoryStorage(source, clock);
  await shared.cluster?.sayAlive('one', clock.nowMs());
  await shared.cluster?.sayAlive('gone for long', clock.nowMs() - 60_000);
  const asNode = () => context({ storage: createMemoryStorage(source, clock) });
  await shared.cluster?.sayAlive('two', clock.nowMs());
  expect(await failureOf(runTask(asNode(), order))).toContain('Several nodes');
  const file = join(folder, 'empty.gz');
  await runTask(context(), { task: 'backup', file });
  expect(await failureOf(runTask(asNode(), { task: 'restore', file }))).toContain('Several nodes');
  await shared.cluster?.removeNode('two');
  const stranger = createMemoryStorage(target, clock);
  await stranger.cluster?.sayAlive('a stranger', clock.nowMs());
  const toShared = { ...asNode(), openTarget: async () => createMemoryStorage(target, clock) };
  expect(await failureOf(runTask(toShared, order))).toContain('A Parley works on mongodb://db.example/chat');
  await stranger.cluster?.removeNode('a stranger');
  await addPerson(createMemoryStorage(target), 'ben');
  expect(await failureOf(runTask(asNode(), order))).toContain('is not empty');
  expect(await refusalOf(source)).toBe('');
  const elsewhere = { ...order, from: 'sqlite:/elsewhere' };
  expect(await failureOf(runTask(asNode(), elsewhere))).toContain('not in sqlite:/elsewhere');
});

test('OPS5: a node that starts during the cut-over stops it, and the old store goes on', async () => {
  const { source, clock, context } = bench();
  const shared = createMemoryStorage(source, clock);
  await shared.cluster?.sayAlive('one', clock.nowMs());
  const racing = context({
    storage: shared,
    stopServing: async () => shared.cluster?.sayAlive('two', clock.nowMs()),
  });
  expect(await failureOf(runTask(racing, order))).toContain('nothing was switched');
  expect(await refusalOf(source)).toBe('');
});

test('OPS5: a store that is filled from one backup takes no other, and a whole one none', async () => {
  const { source, target, done, context } = bench();
  await addPerson(createMemoryStorage(source), 'ann');
  const [one, two] = [join(folder, 'one.gz'), join(folder, 'two.gz')];
  await runTask(context(), { task: 'backup', file: one });
  await runTask(context(), { task: 'backup', file: two });
  const into = createMemoryStorage(target);
  const dying = {
    ...into,
    archive: { ...into.archive, putAccounts: () => Promise.reject(new Error('killed')) },
  };
  expect(await failureOf(runTask(context({ storage: dying }), { task: 'restore', file: one }))).toContain(
    'killed',
  );
  expect(await refusalOf(target)).toContain('npm run restore again');
  const restoring = (file: string) => runTask(context({ storage: into }), { task: 'restore', file });
  done.length = 0;
  expect(await failureOf(restoring(two))).toContain('another restore');
  // Nobody was sent away for it.
  expect(done).not.toContain('stopped');
  expect((await restoring(one)).sentence).toContain('1 account and 0 files,');
  expect(await refusalOf(target)).toBe('');
  expect(await failureOf(restoring(one))).toContain('is not empty');
});

test('OPS5 MED4: a backup has the bytes of every upload, and a restore puts them where they belong', async () => {
  const open = (name: string) => createFolderBlobs({ folder: join(folder, name) });
  const [blobs, restored] = [await open('blobs'), await open('restored')];
  const { context } = bench();
  const [from, to] = [createMemoryStorage(), createMemoryStorage()];
  const [large, same, gone] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];
  const bytes = crypto.getRandomValues(new Uint8Array(60_000)).buffer;
  const contents = new Map([
    [large, new Uint8Array(await new Blob(Array<ArrayBuffer>(20).fill(bytes)).arrayBuffer())],
    [`${large}.thumbnail`, new Uint8Array([1, 2, 3])],
    [same, new Uint8Array([4])],
  ]);
  for (const [key, content] of contents) {
    await writeFile(join(folder, 'one'), content);
    await blobs.put(key, join(folder, 'one'));
  }
  const record = (id: string, sha256: string): MediaRecord => ({
    media: { id: id.repeat(32), file: `${id}.bin`, kind: 'file', mimeType: 'a/b', filename: 'x', size: 1 },
    owner: 'ann' as UserId,
    sha256,
    createdAt: 1,
    claimedAt: 1,
  });
  await from.media.put([record('1', large), record('2', same), record('3', same), record('4', gone)]);
  const file = join(folder, 'with-files.gz');
  const backedUp = await runTask(context({ storage: from, blobs }), { task: 'backup', file });
  expect(backedUp.sentence).toContain('4 files');
  const order = { task: 'restore', file } as const;
  expect(await failureOf(runTask(context({ storage: createMemoryStorage() }), order))).toContain(
    'set S3_URL',
  );
  await runTask(context({ storage: to, blobs: restored }), order);
  expect(await to.media.list('', 9)).toEqual(await from.media.list('', 9));
  expect(await restored.list('', 9)).toEqual([...contents.keys()]);
  for (const [key, content] of contents)
    expect(await new Response((await restored.read(key)) ?? null).bytes()).toEqual(content);
  expect(existsSync(join(folder, 'restoring'))).toBe(false);
});
