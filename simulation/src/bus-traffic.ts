import type { Bus, BusListener, ClusterStore } from '@parley/core';
import { createCluster, createFakeClock, pass, type FakeClock } from '@parley/core/testing';
import type { ConversationId, MessageId, UserId } from '@parley/protocol';

export interface TrafficOptions {
  readonly nodes: number;
  /** messages that each node stores in a second */
  readonly perNodeS: number;
  readonly isBusUp: boolean;
  readonly seconds: number;
  /** real time, where what hearing costs is asked for */
  readonly stopwatchMs?: () => number;
}

/** What one of many nodes hears and reads, each by second of simulated time. */
export interface Traffic {
  /** published by all nodes; Redis delivers each of them to every node */
  readonly published: number;
  readonly heard: number;
  readonly heardBytes: number;
  readonly heardEntries: number;
  /** µs of real time that an entry heard costs this node before anybody here is interested in it */
  readonly usPerEntry: number;
  readonly tailReads: number;
  readonly tailEntries: number;
  /** small writes and reads by which nodes find each other through the store, of all nodes */
  readonly meetings: number;
}

/** Several messages are committed, and told, at once. */
const commitEveryMs = 20;
/** Timers that fall into the same moment for all nodes would be a load that no real cluster has. */
const staggerMs = 1;

/**
 * Many real nodes' hints, heartbeats and meetings, of which one node's ears are real: what the bus and the store of a
 * large cluster carry.
 */
export async function simulateTraffic(options: TrafficOptions): Promise<Traffic> {
  const { nodes, perNodeS, isBusUp, seconds, stopwatchMs = () => 0 } = options;
  const clock = createFakeClock();
  const seen = { published: 0, heard: 0, heardBytes: 0, heardEntries: 0, heardUs: 0, meetings: 0 };
  const tail = createTail(clock);
  let ears: BusListener | undefined;
  const tailSeen = { reads: 0, entries: 0 };

  const busOf = (node: string): Bus => ({
    node,
    say(text) {
      seen.published += 1;
      if (!isBusUp || ears === undefined) return;
      seen.heard += 1;
      seen.heardBytes += text.length;
      const startedMs = stopwatchMs();
      ears.heard(text);
      seen.heardUs += (stopwatchMs() - startedMs) * 1_000;
    },
    listen(listener) {
      if (node === 'node 0') ears = listener;
    },
    isUp: () => isBusUp,
    close: async () => undefined,
  });
  const rows = new Map<string, { node: string; beat: number; nowMs: number }>();
  const storeOf = (isWatched: boolean): ClusterStore => ({
    listTail: async (from, limit) => {
      const page = isWatched ? tail.read(from, limit) : [];
      if (isWatched) {
        tailSeen.reads += 1;
        tailSeen.entries += page.length;
      }
      return page;
    },
    sayAlive: async (node, nowMs) => {
      seen.meetings += 1;
      rows.set(node, { node, nowMs, beat: (rows.get(node)?.beat ?? 0) + 1 });
    },
    listNodes: async () => {
      seen.meetings += 1;
      return isWatched ? [...rows.values()] : [];
    },
    removeNode: async () => undefined,
    dropClaims: async () => undefined,
  });

  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const clusters = [];
  for (let index = 0; index < nodes; index += 1) {
    const isWatched = index === 0;
    const cluster = createCluster({
      bus: busOf(`node ${String(index)}`),
      store: storeOf(isWatched),
      clock,
      reporter: silent,
      listener: {
        ...ignoring,
        entry: () => {
          seen.heardEntries += 1;
        },
      },
    });
    await cluster.start();
    clusters.push(cluster);
    clock.advance(staggerMs);
  }
  // They have found each other, and read what was before.
  await pass(clock, 3_000);
  const begin = { ...seen, ...tailSeen };
  let owed = 0;
  for (let passed = 0; passed < seconds * 1_000; passed += commitEveryMs) {
    owed += (perNodeS * commitEveryMs) / 1_000;
    for (const cluster of clusters)
      for (let count = 0; count < Math.floor(owed); count += 1) {
        const entry = tail.add();
        cluster.spread(entry);
      }
    owed -= Math.floor(owed);
    await pass(clock, commitEveryMs, commitEveryMs);
  }
  const bySecond = (end: number, start: number): number => (end - start) / seconds;
  return {
    published: bySecond(seen.published, begin.published),
    heard: bySecond(seen.heard, begin.heard),
    heardBytes: bySecond(seen.heardBytes, begin.heardBytes),
    heardEntries: bySecond(seen.heardEntries, begin.heardEntries),
    usPerEntry: (seen.heardUs - begin.heardUs) / Math.max(1, seen.heardEntries - begin.heardEntries),
    tailReads: bySecond(tailSeen.reads, begin.reads),
    tailEntries: bySecond(tailSeen.entries, begin.entries),
    meetings: bySecond(seen.meetings, begin.meetings),
  };
}

const ignoring = {
  wrote: () => undefined,
  wants: () => undefined,
  tail: async () => undefined,
  event: () => undefined,
  presence: () => undefined,
  gone: () => undefined,
  newcomer: () => undefined,
};

/** Direct messages of ordinary length, each of a conversation of its own, in the order in which they are stored. */
function createTail(clock: FakeClock) {
  const stored: { readonly seq: number; readonly storedMs: number }[] = [];
  const log = 'direct:0190aaaa-aaaa-7aaa-8aaa-000000000001:0190aaaa-aaaa-7aaa-8aaa-000000000002';
  const by = '0190aaaa-aaaa-7aaa-8aaa-000000000001' as UserId;

  return {
    add() {
      const seq = stored.length + 1;
      const at = clock.nowMs();
      stored.push({ seq, storedMs: at });
      const id = `0190bbbb-bbbb-7bbb-8bbb-${String(seq).padStart(12, '0')}` as MessageId;
      const event = {
        kind: 'message',
        type: 'direct',
        to: '0190aaaa-aaaa-7aaa-8aaa-000000000002',
        content: 'Shall we meet at the station at a quarter past six?',
        contentType: 'text',
        replyTo: null,
      } as const;
      const fingerprint = '0123456789abcdef0123456789abcdef';
      return { log: log as ConversationId, seq, id, at, by, event, fingerprint, judging: false };
    },
    read({ sinceMs, afterKey }: Parameters<ClusterStore['listTail']>[0], limit: number) {
      const first = afterKey === undefined ? firstSince(stored, sinceMs) : Number(afterKey);
      return stored
        .slice(first, first + limit)
        .map(({ seq }) => ({ key: String(seq), log: log as ConversationId, seq, judging: false }));
    },
  };
}

/** The place of the first one at or behind a time. */
function firstSince(stored: readonly { readonly storedMs: number }[], sinceMs: number): number {
  let [low, high] = [0, stored.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stored[middle]?.storedMs ?? Infinity) < sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
