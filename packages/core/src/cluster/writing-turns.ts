import type { LogId } from '../log/entry.ts';
import type { Clock } from '../ports/clock.ts';

export interface WritingTurnsOptions {
  readonly clock: Clock;
  /** this node */
  readonly node: string;
  /** whether other nodes hear what this one says */
  isHeard(): boolean;
  /** Tells the others that this node has something to write there. */
  sayWant(log: LogId): void;
  /** It is this node's turn, or nobody used theirs: the log may be written. */
  onTurn(log: LogId): void;
}

export type WritingTurns = ReturnType<typeof createWritingTurns>;

/** A log that several nodes write in this moment. */
interface Contended {
  /** who wants to write, first come first; each node keeps its own, and they may differ */
  readonly queue: string[];
  /** monotonic: since when the first is the first */
  firstSinceMs: number;
  /** when this node began what it writes now */
  beganMs: number;
  /** while this node waits for its turn */
  cancelWait: (() => void) | undefined;
}

/** A node that does not use its turn for so long, and twice the time that a commit takes, has lost it. */
const patienceMs = 25;
const commitWeight = 0.2;

/**
 * Nodes that write one log at the same moment take turns, instead of losing to whoever has just won: the winner knows the
 * end of the log before anybody else does, and would win for ever. A turn is a hint like all that nodes say to each
 * other: the append alone decides, and who hears nothing waits a moment and tries. CLU2
 */
export function createWritingTurns({ clock, node, isHeard, sayWant, onTurn }: WritingTurnsOptions) {
  const contended = new Map<LogId, Contended>();
  let commitMs = 0;

  function obtain(log: LogId): Contended {
    const present = contended.get(log);
    if (present !== undefined) return present;
    const made = { queue: [], firstSinceMs: clock.monotonicMs(), beganMs: 0, cancelWait: undefined };
    contended.set(log, made);
    return made;
  }

  function join(log: LogId, one: Contended): void {
    if (one.queue.includes(node)) return;
    one.queue.push(node);
    sayWant(log);
  }

  /** Takes a node out of the line; nobody else waits for it any more. */
  function leave(log: LogId, one: Contended, who: string | undefined): void {
    const at = who === undefined ? 0 : one.queue.indexOf(who);
    if (at === -1) return;
    one.queue.splice(at, 1);
    if (at === 0) one.firstSinceMs = clock.monotonicMs();
    if (one.queue.length === 0) forget(log, one);
    else if (one.queue[0] === node) wake(log, one);
  }

  function forget(log: LogId, one: Contended): void {
    contended.delete(log);
    wake(log, one);
  }

  function wake(log: LogId, one: Contended): void {
    if (one.cancelWait === undefined) return;
    one.cancelWait();
    one.cancelWait = undefined;
    onTurn(log);
  }

  function waitFor(log: LogId, one: Contended): void {
    if (one.cancelWait !== undefined) return;
    const patience = patienceMs + 2 * commitMs;
    const leftMs = Math.max(1, one.firstSinceMs + patience - clock.monotonicMs());
    one.cancelWait = clock.after(leftMs, () => {
      one.cancelWait = undefined;
      if (clock.monotonicMs() - one.firstSinceMs >= patience && one.queue[0] !== node)
        leave(log, one, undefined);
      onTurn(log);
    });
  }

  return {
    /** Whether this node, which has something to write there, may do so now; else `onTurn` says when. */
    isOwn(log: LogId): boolean {
      if (contended.size === 0) return true;
      const one = contended.get(log);
      if (one === undefined) return true;
      if (!isHeard()) {
        forget(log, one);
        return true;
      }
      join(log, one);
      if (one.queue[0] !== node) {
        waitFor(log, one);
        return false;
      }
      one.beganMs = clock.monotonicMs();
      return true;
    },
    /** This node lost a swap there. Whether it waits for its turn from now on. */
    lost(log: LogId): boolean {
      if (!isHeard()) return false;
      join(log, obtain(log));
      return true;
    },
    /** This node has written; `isDone`: and has nothing more to write for now. */
    wrote(log: LogId, isDone: boolean): void {
      const one = contended.get(log);
      if (one === undefined) return;
      if (one.beganMs > 0) commitMs += commitWeight * (clock.monotonicMs() - one.beganMs - commitMs);
      leave(log, one, node);
      if (!isDone && contended.has(log)) join(log, one);
    },
    /** Another node has something to write. */
    wants(log: LogId, who: string): void {
      const one = obtain(log);
      if (!one.queue.includes(who)) one.queue.push(who);
    },
    /** Another node has written. */
    heard(log: LogId, who: string): void {
      const one = contended.get(log);
      if (one !== undefined) leave(log, one, who);
    },
    /** A node is gone, and uses no turn. */
    gone(who: string): void {
      for (const [log, one] of contended) leave(log, one, who);
    },
    stop(): void {
      for (const one of contended.values()) one.cancelWait?.();
      contended.clear();
    },
  };
}
