import type { FakeClock, NetworkServer, NetworkSocket } from '@parley/client/testing';

/** What a socket without a client learns: every event in the order it came, over all connections. */
export interface Observer {
  readonly user: string;
  readonly faults: readonly string[];
  /** ids of messages that came without a number and have not become anything yet */
  readonly provisional: ReadonlyMap<string, unknown>;
  readonly failed: ReadonlySet<string>;
  /** Comes back by itself whenever it is cut. */
  connect(): void;
}

export interface ObserverOptions {
  readonly server: NetworkServer;
  readonly user: string;
  readonly clock: FakeClock;
  /** how long each log is now */
  readonly heads: () => ReadonlyMap<string, number>;
}

const returnMs = 200;

/** Watches one person's events where nothing is lost on the way. SEQ2, GRP1 */
export function createObserver(options: ObserverOptions): Observer {
  const { server, user, clock } = options;
  const faults: string[] = [];
  /** with the conversation of each */
  const provisional = new Map<string, unknown>();
  const failed = new Set<string>();
  /** per conversation: the last number heard over this connection */
  let newest = new Map<string, number>();
  /** per conversation: its length when this connection began, then when it was ready */
  let heads: ReadonlyMap<string, number> = newest;
  /** conversations one was removed from, and at which number */
  let removedAt = new Map<string, number>();

  function hear(event: string, payload: Record<string, unknown>): void {
    const { conversation, seq, id, message_id: failedId } = payload;
    if (event === 'ready') heads = options.heads();
    if (event === 'message' && seq === null) provisional.set(String(id), conversation);
    if (event === 'message' && typeof seq === 'number') provisional.delete(String(id));
    if (payload['type'] === 'message_settled') provisional.delete(String(failedId));
    if (payload['type'] === 'message_failed') {
      provisional.delete(String(failedId));
      failed.add(String(failedId));
    }
    // The personal log has numbers of its own.
    if (event === 'account' || typeof seq !== 'number' || typeof conversation !== 'string') return;
    const last = newest.get(conversation);
    const removed = removedAt.get(conversation);
    // What its sender asked about again while the store was away is told again, to whoever was removed since as well. JRN1
    const isRetold = payload['from'] === user && isOld(conversation, seq);
    if (removed !== undefined && payload['action'] !== 'added' && !(isRetold && seq < removed))
      faults.push(`${user} heard ${conversation} ${String(seq)} after being removed at ${String(removed)}`);
    if (payload['action'] === 'removed') leave(conversation, seq);
    if (payload['action'] === 'added') removedAt.delete(conversation);
    else if (isRetold) return;
    else if (last !== undefined && seq !== last + 1)
      faults.push(`${user} heard ${conversation} ${String(seq)} after ${String(last)}`);
    newest.set(conversation, seq);
  }

  /** Learnt before, or by catching up. */
  function isOld(conversation: string, seq: number): boolean {
    const last = newest.get(conversation);
    const known = Math.max(last ?? 0, heads.get(conversation) ?? 0);
    return seq <= known && (last === undefined || seq !== last + 1);
  }

  /** What is queued there is no longer one's own business. */
  function leave(conversation: string, seq: number): void {
    removedAt.set(conversation, seq);
    for (const [id, at] of provisional) if (at === conversation) provisional.delete(id);
  }

  /** Whoever comes back drops what is provisional: it is shown again. */
  function connect(): void {
    newest = new Map();
    // Events come as soon as the rooms are joined; while the store hangs, that is long before `ready`.
    heads = options.heads();
    removedAt = new Map();
    provisional.clear();
    let isOpen = true;
    const socket: NetworkSocket = {
      user,
      emit(event, payload) {
        // The wire's payloads are objects.
        if (isOpen) hear(event, payload as Record<string, unknown>);
      },
      close() {
        if (!isOpen) return;
        isOpen = false;
        server.disconnect(socket);
        clock.after(returnMs, connect);
      },
    };
    server.connect(socket);
  }

  return { user, faults, provisional, failed, connect };
}
