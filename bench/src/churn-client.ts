/*
 * One client on a bad network: its connection lasts a while, breaks, and is opened again. Where the server can say what
 * was missed, it asks, merges by seq, and sends again what was not acked (SYN2); a stock client does neither.
 */
import type { LogAudit } from './audit.ts';
import { connect, type Connection } from './connection.ts';
import type { Ack, MessageEvent } from './wire.ts';

export interface ChurnClientOptions {
  readonly port: number;
  readonly token: string;
  readonly conversation: string;
  /** its number in the audit */
  readonly member: number;
  readonly audit: LogAudit;
  readonly canCatchUp: boolean;
  /** next life of a connection, and next time away, in milliseconds */
  readonly nextUpMs: () => number;
  readonly nextAwayMs: () => number;
  readonly onCaughtUp: (replayMs: number) => void;
  readonly onRefused: (code: string) => void;
}

export interface ChurnClient {
  isOnline(): boolean;
  /** Connects, and from then on loses its connection again and again. Resolves when it is first caught up. */
  start(): Promise<undefined>;
  /** Writes `send_message`; `isCutOff`: the connection breaks just then. */
  send(id: string, payload: string, isCutOff: boolean): void;
  /** From now on the connection stays, or comes back and stays. */
  steady(): void;
  /** own messages without an answer */
  unanswered(): number;
  close(): void;
}

const syncAckId = 0;

export function createChurnClient(options: ChurnClientOptions): ChurnClient {
  const { audit, member, conversation, canCatchUp } = options;
  const outbox = new Map<number, { id: string; payload: string }>();
  const ownIds = new Set<string>();
  /** entries of this connection's `sync`: their events may be on the way, and come once more */
  const replayed = new Set<number>();
  let nextAckId = syncAckId + 1;
  let connection: Connection | undefined;
  let early: MessageEvent[] | undefined; // what came live before the answer to `sync`
  let isSteady = false;
  let startedMs = 0;
  let onFirstCaughtUp = (): void => undefined;

  /** What may have come by another way too. */
  const merge = (seq: number, id: string): void => {
    if (seq > audit.lastSeq(member)) audit.learned(member, seq, id);
  };
  /** What comes by this way only, once; an own message comes by its ack too, when it was sent a second time. */
  const hear = (seq: number, id: string): void => {
    if (replayed.delete(seq) || ownIds.has(id)) merge(seq, id);
    else audit.learned(member, seq, id);
  };

  const askForMissed = (): void => {
    const held = { conversations: { [conversation]: audit.lastSeq(member) } };
    connection?.emit('sync', syncAckId, JSON.stringify(held));
  };

  const caughtUp = (): void => {
    for (const { seq, id } of early ?? []) {
      if (seq === null) continue;
      merge(seq, id);
      replayed.delete(seq);
    }
    early = undefined;
    options.onCaughtUp(performance.now() - startedMs);
    onFirstCaughtUp();
    for (const [ackId, { payload }] of outbox) connection?.sendMessage(ackId, payload);
  };

  const readMissed = ({ ok, conversations, error }: Ack): void => {
    const found = conversations?.find(({ id }) => id === conversation);
    if (!ok || found === undefined) {
      options.onRefused(error?.code ?? 'no answer to sync');
      return;
    }
    for (const { seq, message } of found.entries ?? []) {
      if (!message) continue;
      merge(seq, message.id);
      replayed.add(seq);
    }
    if (found.has_more === true) askForMissed();
    else caughtUp();
  };

  const readAck = (ackId: number, ack: Ack): void => {
    const own = outbox.get(ackId);
    outbox.delete(ackId);
    if (ackId === syncAckId) readMissed(ack);
    else if (!ack.ok) options.onRefused(ack.error?.code ?? 'malformed');
    else if (own !== undefined && typeof ack.seq === 'number') merge(ack.seq, own.id);
  };

  const away = (): void => {
    connection = undefined;
    if (!canCatchUp) outbox.clear(); // a stock client does not send twice
    setTimeout(() => void open(), isSteady ? 0 : options.nextAwayMs());
  };

  const cut = (ended: Connection): void => {
    if (connection !== ended || isSteady) return;
    ended.cut();
    away();
  };

  async function open(): Promise<void> {
    startedMs = performance.now();
    early = canCatchUp ? [] : undefined;
    replayed.clear();
    const opened = await connect({
      port: options.port,
      token: options.token,
      onAck: readAck,
      onMessage(message) {
        if (early !== undefined) early.push(message);
        else if (message.seq !== null) hear(message.seq, message.id);
      },
      onLost: away,
    }).catch(() => undefined);
    if (opened === undefined) {
      options.onRefused('connection refused');
      away();
      return;
    }
    connection = opened;
    if (canCatchUp) askForMissed();
    else caughtUp();
    setTimeout(() => cut(opened), options.nextUpMs());
  }

  return {
    isOnline: () => connection !== undefined && early === undefined,
    start() {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      onFirstCaughtUp = () => resolve(undefined);
      void open();
      return promise;
    },
    send(id, payload, isCutOff) {
      const ackId = nextAckId++;
      ownIds.add(id);
      outbox.set(ackId, { id, payload });
      connection?.sendMessage(ackId, payload);
      if (isCutOff && connection !== undefined) cut(connection);
    },
    steady: () => void (isSteady = true),
    unanswered: () => outbox.size,
    close() {
      connection?.close();
      connection = undefined;
    },
  };
}
