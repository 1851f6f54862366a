import type { Clock } from '../ports/clock.ts';
import type { NodeRow } from '../ports/cluster-store.ts';

interface Peer {
  /** its last hint that was heard, with all before it */
  n: number;
  /** monotonic: when it was last heard */
  heardMs: number;
  /** UTC ms: up to then nothing of it was missed */
  soundMs: number;
  /** UTC ms: when it was noticed that something is missing; `undefined`: nothing is */
  holeMs: number | undefined;
}

interface Seen {
  beat: number;
  /** monotonic: when its beat last grew */
  grewMs: number;
  /** UTC ms: since when it is known to be there, or up to when everything was read */
  sinceMs: number;
  /** it is gone, and all that it stored was read */
  isDone: boolean;
}

/** A node that says nothing for this long is not heard. */
const silentMs = 2_500;
/** People at a node that says nothing for this long count as gone: Redis may start again meanwhile. */
const absentMs = 10_000;
/** A node whose beat in the store does not grow for this long is gone. */
const goneMs = 12_000;

/** The other nodes: which are heard, and from when on something of them may have been missed. CLU1 */
export function createPeers(clock: Clock) {
  const peers = new Map<string, Peer>();
  const seen = new Map<string, Seen>();

  function isSilent(node: string, nowMs: number): boolean {
    return nowMs - (peers.get(node)?.heardMs ?? -Infinity) > silentMs;
  }

  return {
    /** A hint of a node, or its word that there were `n`. `isNew`: the hint itself has the number. Answers whether something was missed. */
    heard(node: string, n: number, isNew: boolean): boolean {
      const [heardMs, nowMs] = [clock.monotonicMs(), clock.nowMs()];
      const peer = peers.get(node);
      if (peer === undefined) {
        // What it said before this node listened.
        peers.set(node, { n, heardMs, soundMs: nowMs, holeMs: nowMs });
        return true;
      }
      peer.heardMs = heardMs;
      const expected = isNew ? peer.n + 1 : peer.n;
      // A late one; the hole that it left was noticed.
      if (n < expected) return false;
      peer.n = n;
      if (n > expected) peer.holeMs = nowMs;
      else if (peer.holeMs === undefined) peer.soundMs = nowMs;
      return n > expected;
    },
    /** It stops, and has said everything. */
    left(node: string): void {
      peers.delete(node);
      seen.delete(node);
    },
    /** What the store says about who is at work; `own` is this node. */
    seen(rows: readonly NodeRow[], own: string): void {
      const [nowMs, now] = [clock.monotonicMs(), clock.nowMs()];
      const present = new Set(rows.map(({ node }) => node));
      for (const node of seen.keys()) if (!present.has(node)) seen.delete(node);
      for (const { node, beat } of rows) {
        if (node === own) continue;
        const known = seen.get(node);
        if (known === undefined) seen.set(node, { beat, grewMs: nowMs, sinceMs: now, isDone: false });
        else if (known.beat !== beat) Object.assign(known, { beat, grewMs: nowMs, isDone: false });
      }
    },
    /**
     * From when on entries may have been missed, UTC ms; `undefined`: nothing is missing. Nodes that are at work and
     * not heard are missed all the time.
     */
    missingSinceMs(isUp: boolean): number | undefined {
      const nowMs = clock.monotonicMs();
      const since: number[] = [];
      for (const [node, { sinceMs, isDone }] of seen) if (!isDone && !peers.has(node)) since.push(sinceMs);
      // Also of one that is gone: what it said last is read before it is forgotten.
      for (const [node, peer] of peers)
        if (!isUp || peer.holeMs !== undefined || isSilent(node, nowMs)) since.push(peer.soundMs);
      return since.length === 0 ? undefined : Math.min(...since);
    },
    /** All that was stored before `ms` (UTC), when the reading began, has been read. */
    readUpto(ms: number): void {
      const nowMs = clock.monotonicMs();
      for (const row of seen.values()) {
        row.sinceMs = Math.max(row.sinceMs, ms);
        row.isDone = nowMs - row.grewMs > goneMs;
      }
      for (const [node, peer] of peers) {
        peer.soundMs = Math.max(peer.soundMs, ms);
        // What was noticed since then was not read yet.
        if (peer.holeMs !== undefined && peer.holeMs < ms) peer.holeMs = undefined;
        if (seen.get(node)?.isDone !== false && nowMs - peer.heardMs > goneMs) peers.delete(node);
      }
    },
    /** Not heard for so long that whoever was there counts as gone. PRS1 */
    isGone(node: string): boolean {
      const peer = peers.get(node);
      return peer === undefined || clock.monotonicMs() - peer.heardMs > absentMs;
    },
    count: (): number => peers.size,
  };
}
