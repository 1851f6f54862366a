import { io, type Socket } from 'socket.io-client';
import { readAck } from './client.ts';
import { PATIENCE_MS } from './deadline.ts';
import type { Person, TextMessage } from './person.ts';
import { AnyMessage, MessageFailed, SendOutcome } from './wire-events.ts';

/** What one device learned, for the audit. */
export interface Learned {
  /** seq → message id, per conversation, from acks, events and sync; a contradiction throws. */
  readonly entries: Map<string, Map<number, string>>;
  /** Message id → seq of its `stored` ack. */
  readonly stored: Map<string, { conversation: string; seq: number }>;
  /** Own ids that were acked as queued, stored since or not. */
  readonly queued: Set<string>;
  /** Ids of messages that came without a number over this connection and have not become anything yet. */
  readonly provisional: Set<string>;
  /** Ids refused for good. */
  readonly failed: Set<string>;
  /** What should never be: inversions, repeats, contradictions. */
  readonly faults: string[];
}

/** A device with an outbox: what is not acked goes again, under the same id and in order, until it is. */
export interface OutboxClient {
  readonly person: Person;
  readonly learned: Learned;
  readonly send: (message: TextMessage) => void;
  /** Ids sent and not yet answered. */
  readonly pending: () => number;
  readonly onStored: (listener: () => void) => void;
  /** Catches up on every conversation it knows; call it when all is quiet. */
  readonly catchUp: (conversations: readonly string[]) => Promise<void>;
  /** Loses the connection, as a phone in a tunnel does; it comes back by itself. */
  readonly drop: () => void;
  /** Was refused for good, and does not try again by itself. */
  readonly isOut: () => boolean;
  /** Connects again after a refusal for good. */
  readonly comeBack: () => void;
  readonly close: () => void;
}

function createLearned(): Learned & { note: (conversation: string, seq: number, id: string) => void } {
  const entries = new Map<string, Map<number, string>>();
  const faults: string[] = [];
  const provisional = new Set<string>();
  const note = (conversation: string, seq: number, id: string): void => {
    const log = entries.get(conversation) ?? new Map<number, string>();
    entries.set(conversation, log);
    const held = log.get(seq);
    if (held !== undefined && held !== id) faults.push(`${conversation} ${String(seq)}: ${held}, then ${id}`);
    log.set(seq, id);
    // Shown at the connect while it was being drained, it may have been stored before: then catching up says so.
    provisional.delete(id);
  };
  return {
    entries,
    stored: new Map(),
    queued: new Set(),
    provisional,
    failed: new Set(),
    faults,
    note,
  };
}

/**
 * Live messages of one connection must come in seq order, each once (SEQ2). Apart from that stands what resolves a
 * message shown or acked without a number: a crash may have come between its storing and its telling.
 */
function watchOrder(
  socket: Socket,
  learned: ReturnType<typeof createLearned>,
  settle: (id: string, stored: { conversation: string; seq: number } | undefined) => boolean,
): void {
  let last = new Map<string, number>();
  socket.on('connect', () => {
    last = new Map();
    // Whoever comes back is shown again what is still queued.
    learned.provisional.clear();
  });
  socket.on('message_update', (raw: unknown) => {
    const failure = MessageFailed.safeParse(raw);
    if (!failure.success) return;
    learned.provisional.delete(failure.data.message_id);
    settle(failure.data.message_id, undefined);
  });
  socket.on('message', (raw: unknown) => {
    const { conversation, seq, id } = AnyMessage.parse(raw);
    if (seq === null) {
      learned.provisional.add(id);
      return;
    }
    const wasShown = learned.provisional.delete(id) || learned.queued.has(id);
    const wasAwaited = settle(id, { conversation, seq });
    learned.note(conversation, seq, id);
    const before = last.get(conversation) ?? 0;
    if (seq > before) last.set(conversation, seq);
    else if (!wasShown && !wasAwaited)
      learned.faults.push(`${conversation}: event ${String(seq)} after ${String(before)}`);
  });
}

const RECONNECT_MS = 30;

function openSocket(url: string, token: string): Socket {
  const socket = io(url, {
    forceNew: true,
    transports: ['websocket'],
    auth: { token },
    reconnectionDelay: RECONNECT_MS,
    reconnectionDelayMax: 5 * RECONNECT_MS,
  });
  // What the library leaves to its user: a refusal, and a disconnect by the server's own word.
  const soon = (): void => {
    setTimeout(() => socket.connect(), RECONNECT_MS);
  };
  socket.on('disconnect', (reason) => {
    if (reason === 'io server disconnect') soon();
  });
  socket.on('connect_error', (error: Error & { data?: { retry: boolean } }) => {
    if (error.data?.retry === true) soon();
  });
  return socket;
}

/** Connects a device that comes back by itself, like any `socket.io-client`. */
export function createOutboxClient(url: string, person: Person): OutboxClient {
  const learned = createLearned();
  const outbox = new Map<string, TextMessage>();
  const listeners = new Set<() => void>();
  const socket = openSocket(url, person.token);
  /** Whether it was not settled before. */
  const settle = (id: string, stored: { conversation: string; seq: number } | undefined): boolean => {
    if (!outbox.delete(id)) return false;
    if (stored === undefined) learned.failed.add(id);
    else learned.stored.set(id, stored);
    for (const listener of listeners) listener();
    return true;
  };
  watchOrder(socket, learned, settle);
  const transmit = async (message: TextMessage): Promise<void> => {
    let raw: unknown;
    try {
      raw = await socket.timeout(PATIENCE_MS).emitWithAck('send_message', message);
    } catch {
      if (socket.connected && outbox.has(message.id)) await transmit(message);
      return; // no answer: the next connect sends it again
    }
    const outcome = SendOutcome.safeParse(raw);
    if (outcome.success && outcome.data.seq === null) {
      // Kept until it is stored: an event says so, or the next connect asks again.
      learned.queued.add(message.id);
      return;
    }
    const ack = readAck('send_message', raw);
    if (ack.ok) {
      learned.note(ack.conversation, ack.seq, message.id);
      settle(message.id, ack);
    } else if (ack.error.retry) {
      await new Promise((resolve) => setTimeout(resolve, ack.error.retry_after_ms ?? 50));
      await transmit(message);
    } else {
      outbox.delete(message.id);
      learned.failed.add(message.id);
    }
  };
  const fail = (error: unknown): void => {
    learned.faults.push(String(error));
  };
  let open = false;
  let isOut = false;
  socket.on('connect_error', (error: Error & { data?: { retry: boolean } }) => {
    isOut = error.data?.retry === false;
  });
  socket.on('disconnect', () => {
    open = false;
  });
  socket.on('ready', () => {
    open = true;
    for (const message of outbox.values()) transmit(message).catch(fail);
  });
  return {
    person,
    learned,
    send: (message) => {
      outbox.set(message.id, message);
      // Before `ready` it waits its turn behind what is unresolved from earlier.
      if (open) transmit(message).catch(fail);
    },
    pending: () => outbox.size,
    onStored: (listener) => listeners.add(listener),
    catchUp: (conversations) => catchUp(socket, learned, conversations),
    drop: () => {
      socket.io.engine.close();
    },
    isOut: () => isOut,
    comeBack: () => {
      isOut = false;
      socket.connect();
    },
    close: () => socket.close(),
  };
}

async function catchUp(
  socket: Socket,
  learned: ReturnType<typeof createLearned>,
  conversations: readonly string[],
): Promise<void> {
  for (const conversation of conversations) {
    let held = 0;
    for (let more = true; more;) {
      const raw: unknown = await socket
        .timeout(PATIENCE_MS)
        .emitWithAck('sync', { conversations: { [conversation]: held } });
      const ack = readAck('sync', raw);
      if (!ack.ok) throw new Error(JSON.stringify(ack.error));
      const [answer] = ack.conversations;
      if (answer === undefined || !('entries' in answer)) return; // gone: it never began
      for (const entry of answer.entries) {
        if (entry.seq !== held + 1)
          learned.faults.push(`${conversation}: ${String(entry.seq)} after ${String(held)}`);
        held = entry.seq;
        const id = entry.kind === 'message' ? entry.message?.id : undefined;
        learned.note(conversation, entry.seq, id ?? entry.kind);
      }
      more = answer.has_more;
    }
  }
}
