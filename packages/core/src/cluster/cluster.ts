import type { ServerEventName } from '@parley/protocol';
import type { LogEvent, LogId } from '../log/entry.ts';
import type { Numbered } from '../pipeline/draft.ts';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import type { Room } from '../ports/publisher.ts';
import type { Reporter } from '../ports/reporter.ts';
import type { ClusterStore, TailEntry } from '../ports/cluster-store.ts';
import { parseHint, type Hint, type HintBody, type PresenceHint } from './hints.ts';
import { createPeers } from './peers.ts';

export interface ClusterOptions {
  readonly bus: Bus;
  readonly store: ClusterStore;
  readonly clock: Clock;
  readonly reporter: Reporter;
  readonly listener: ClusterListener;
}

/** What this node does with what others say. */
export interface ClusterListener {
  /** An entry that another node says it has stored. */
  entry(entry: Numbered<LogEvent>): void;
  /** All that another node has just told of a log was told; perhaps more than once. */
  wrote(node: string, log: LogId): void;
  /** Another node has something to write to a log that others write too. */
  wants(node: string, log: LogId): void;
  /** Entries that are stored, of which some may not have been heard of. Rejects when they could not be read. */
  tail(entries: readonly TailEntry[]): Promise<void>;
  /** An event that is in no log: typing, receipts, what is still queued. */
  event(hint: Extract<Hint, { type: 'event' }>): void;
  presence(node: string, users: readonly PresenceHint[]): void;
  /** A node has gone, or has not been heard for long: whoever is there is not known any more. */
  gone(node: string): void;
  /** Somebody new listens, who knows nothing of who is here. */
  newcomer(): void;
}

export interface ClusterFigures {
  /** other nodes that were heard */
  readonly peers: number;
  /** 1: what this node says is heard; 0: it reads what others store */
  readonly busUp: number;
  readonly hintsSent: number;
  readonly hintsHeard: number;
  /** how often hints were missing */
  readonly holes: number;
  readonly tailReads: number;
  readonly tailEntries: number;
}

export type Cluster = ReturnType<typeof createCluster>;

const aliveEveryMs = 1_000;
const storeEveryMs = 2_000;
const lookEveryMs = 500;
/** How long after its attempt an entry may turn up: a commit's deadline, and how far two nodes' clocks may differ. */
const overlapMs = 10_000;
const tailPage = 1_000;
/** A hint larger than this is cut in two. */
const entriesPerHint = 200;
const peoplePerHint = 500;

/** Hears of what other nodes store, and tells them. Hints are numbered; what was missed is read from the store's tail. CLU1 */
export function createCluster({ bus, store, clock, reporter, listener }: ClusterOptions) {
  const peers = createPeers(clock);
  const stops: (() => void)[] = [];
  const present = new Set<string>();
  let n = 0;
  let toSpread: Numbered<LogEvent>[] = [];
  let isReading = false;
  let isOff = false;
  let nextReadMs = -Infinity;
  const figures = { hintsSent: 0, hintsHeard: 0, holes: 0, tailReads: 0, tailEntries: 0 };

  function say(hint: HintBody): void {
    if (hint.type === 'entries') n += 1;
    figures.hintsSent += 1;
    bus.say(JSON.stringify({ from: bus.node, n, ...hint }));
  }

  function flush(): void {
    const entries = toSpread;
    toSpread = [];
    for (let from = 0; from < entries.length; from += entriesPerHint)
      say({ type: 'entries', entries: entries.slice(from, from + entriesPerHint) });
  }

  function heard(text: string): void {
    const hint = parseHint(text);
    if (hint === undefined || hint.from === bus.node) return;
    figures.hintsHeard += 1;
    if (hint.type === 'bye') {
      peers.left(hint.from);
      goneFrom(hint.from);
      return;
    }
    if (!present.has(hint.from)) {
      present.add(hint.from);
      listener.newcomer();
    }
    const isMissing = peers.heard(hint.from, hint.n, hint.type === 'entries');
    if (hint.type === 'entries') hearEntries(hint.from, hint.entries);
    else if (hint.type === 'want') listener.wants(hint.from, hint.log);
    else if (hint.type === 'event') listener.event(hint);
    else if (hint.type === 'presence') listener.presence(hint.from, hint.users);
    if (!isMissing) return;
    figures.holes += 1;
    void readMissing();
  }

  function hearEntries(from: string, entries: readonly Numbered<LogEvent>[]): void {
    for (const entry of entries) listener.entry(entry);
    for (const { log } of entries) listener.wrote(from, log);
  }

  function goneFrom(node: string): void {
    if (present.delete(node)) listener.gone(node);
  }

  function look(): void {
    for (const node of present) if (peers.isGone(node)) goneFrom(node);
    if (clock.monotonicMs() >= nextReadMs) void readMissing();
  }

  /** Reads the store's tail from where something may be missing on; one at a time. */
  async function readMissing(): Promise<void> {
    const sinceMs = peers.missingSinceMs(bus.isUp());
    if (sinceMs === undefined || isReading || isOff) return;
    isReading = true;
    nextReadMs = clock.monotonicMs() + aliveEveryMs;
    const startedMs = clock.nowMs();
    try {
      await readTail(sinceMs - overlapMs);
      peers.readUpto(startedMs);
      figures.tailReads += 1;
    } catch (error) {
      reporter.warn('the tail of the store could not be read', { reason: String(error) });
    } finally {
      isReading = false;
    }
  }

  async function readTail(sinceMs: number): Promise<void> {
    for (let afterKey: string | undefined; ;) {
      const entries = await store.listTail({ sinceMs, afterKey }, tailPage);
      if (entries.length > 0) await listener.tail(entries);
      figures.tailEntries += entries.length;
      afterKey = entries.at(-1)?.key;
      if (entries.length < tailPage) return;
    }
  }

  async function meet(): Promise<void> {
    if (isOff) return;
    try {
      await store.sayAlive(bus.node, clock.nowMs());
      peers.seen(await store.listNodes(), bus.node);
    } catch {
      // The pipeline says so when the store is away.
    }
  }

  return {
    /** An entry of this node is stored: those that are stored together are told together. */
    spread(entry: Numbered<LogEvent>): void {
      toSpread.push(entry);
      if (toSpread.length === 1) clock.soon(flush);
    },
    /** Something that is in no log, for devices at other nodes. */
    tell(rooms: readonly Room[], event: ServerEventName, payload: object): void {
      say({ type: 'event', rooms, event, payload });
    },
    tellPresence(users: readonly PresenceHint[]): void {
      for (let from = 0; from < users.length; from += peoplePerHint)
        say({ type: 'presence', users: users.slice(from, from + peoplePerHint) });
    },
    /** This node has something to write to a log that others write too. */
    want(log: LogId): void {
      say({ type: 'want', log });
    },
    async start(): Promise<void> {
      bus.listen({
        heard,
        up() {
          reporter.info('the nodes of the cluster hear each other');
          listener.newcomer();
          void readMissing();
        },
        down() {
          reporter.warn('Redis is away: what other nodes store arrives a second or two later');
        },
      });
      await meet();
      stops.push(
        clock.every(aliveEveryMs, () => {
          say({ type: 'alive' });
        }),
        clock.every(lookEveryMs, look),
        clock.every(storeEveryMs, () => void meet()),
      );
      say({ type: 'alive' });
    },
    /** Everything of this node is said: others need not look for more. */
    async stop(): Promise<void> {
      if (isOff) return;
      isOff = true;
      for (const stop of stops.splice(0)) stop();
      flush();
      say({ type: 'bye' });
      await store.removeNode(bus.node).catch(() => undefined);
    },
    figures: (): ClusterFigures => ({ ...figures, peers: peers.count(), busUp: bus.isUp() ? 1 : 0 }),
  };
}
