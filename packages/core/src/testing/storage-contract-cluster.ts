import { expect } from 'bun:test';
import type { ClusterStore, TailEntry } from '../ports/cluster-store.ts';
import type { Storage } from '../ports/storage.ts';
import { mediaId, mediaRecord } from './storage-contract-media.ts';
import { ann, bob, direct, group, type StoreTest } from './storage-contract-recorder.ts';

/** What nodes that share a store need of it; for adapters whose store several processes may write to. */
export function describeCluster(storeTest: StoreTest): void {
  storeTest(
    'CLU1: the tail has every entry of every log once, page by page',
    async (recorder, { storage }) => {
      await recorder.found(group(1), ann, bob);
      for (let number = 0; number < 5; number += 1) {
        await recorder.say(group(1), ann, `to the group ${String(number)}`);
        await recorder.say(direct(ann, bob), bob, `to ann ${String(number)}`);
      }
      const whole = await readTail(clusterOf(storage), 100);
      expect(whole).toHaveLength(11);
      expect(await readTail(clusterOf(storage), 3)).toEqual(whole);
      const seqs = whole.flatMap(({ log, seq }) => (log === group(1) ? [seq] : []));
      expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
      expect(whole.filter(({ judging }) => judging).map(({ log, seq }) => [log, seq])).toEqual([
        [group(1), 1],
      ]);
    },
  );

  storeTest(
    'CLU1: the tail from a time on leaves out what was long before',
    async (recorder, { storage }) => {
      await recorder.say(direct(ann, bob), bob, 'early');
      const farMs = 10 * 365 * 24 * 60 * 60 * 1000;
      expect(await clusterOf(storage).listTail({ sinceMs: Date.now() + farMs }, 10)).toEqual([]);
      expect(await clusterOf(storage).listTail({ sinceMs: 0 }, 10)).toHaveLength(1);
    },
  );

  storeTest('CLU1: nodes say that they are at work, and that they stop', async (_recorder, { storage }) => {
    const cluster = clusterOf(storage);
    await cluster.sayAlive('one', 1_000_000);
    await cluster.sayAlive('two', 1_000_000);
    const before = await beats(cluster);
    await cluster.sayAlive('one', 1_002_000);
    const after = await beats(cluster);
    expect([...after.keys()].toSorted()).toEqual(['one', 'two']);
    expect(after.get('one')).toBeGreaterThan(before.get('one') ?? 0);
    expect(after.get('two')).toBe(before.get('two') ?? 0);
    await cluster.removeNode('one');
    expect([...(await beats(cluster)).keys()]).toEqual(['two']);
  });

  storeTest(
    'MED9 JRN1: what a node claimed stays until it drops that claim',
    async (_recorder, { storage }) => {
      const store = storage.media;
      const { claimedAt } = mediaRecord(1);
      await store.create(mediaRecord(1));
      await store.claim(mediaId(1), claimedAt + 9);
      const removal = () => store.remove(mediaId(1), Infinity, claimedAt);
      expect(await removal()).toBe('claimed');
      await clusterOf(storage).dropClaims(claimedAt + 9);
      expect(await removal()).toBe('claimed');
      await clusterOf(storage).dropClaims(claimedAt + 10);
      expect(await removal()).toBe('condemned');
    },
  );
}

function clusterOf({ cluster, engine }: Storage): ClusterStore {
  if (cluster === undefined) throw new Error(`a ${engine} store is for one process`);
  return cluster;
}

async function readTail(cluster: ClusterStore, limit: number): Promise<TailEntry[]> {
  const read: TailEntry[] = [];
  for (let afterKey: string | undefined; ;) {
    const page = await cluster.listTail({ sinceMs: 0, afterKey }, limit);
    read.push(...page);
    afterKey = page.at(-1)?.key;
    if (page.length < limit) return read;
  }
}

async function beats(cluster: ClusterStore): Promise<Map<string, number>> {
  return new Map((await cluster.listNodes()).map(({ node, beat }) => [node, beat]));
}
