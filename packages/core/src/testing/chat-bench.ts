import type { Refusal, Result, SessionId, UserId } from '@parley/protocol';
import type { Caller, Chat } from '../chat.ts';
import { createChat, type ChatOptions } from '../create-chat.ts';
import type { Ids } from '../ports/ids.ts';
import type { SocketId } from '../ports/publisher.ts';
import type { Storage } from '../ports/storage.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createFakePublisher, type FakePublisher } from './fake-publisher.ts';
import { createMemoryStorage } from './memory-storage.ts';

/** A whole chat over a store in memory, with time and devices in the test's hands. */
export interface ChatBench {
  readonly chat: Chat;
  readonly storage: Storage;
  readonly clock: FakeClock;
  readonly publisher: FakePublisher;
  readonly ids: Ids;
  /** what was reported to operators */
  readonly reports: readonly string[];
  /** Makes an account; the id is the name. */
  person(name: string): Promise<UserId>;
  /** Calls as HTTP makes them. */
  as(user: UserId): Caller;
  /** A device that has signed in and follows everything; `acks` is what it was told by ack, in order. */
  device(user: UserId): Promise<Device>;
}

export interface Device {
  readonly caller: Caller & { readonly socketId: SocketId };
  /** acks and events in the order the device learnt them */
  readonly learnt: () => readonly unknown[];
}

/** Ids and digests that repeat from run to run. */
export function createFakeIds(nowMs: () => number, maker = ''): Ids {
  let made = 0;
  const variant =
    maker === '' ? '8000' : `8${new Bun.CryptoHasher('sha256').update(maker).digest('hex').slice(0, 3)}`;
  return {
    newId() {
      made += 1;
      const time = nowMs().toString(16).padStart(12, '0');
      return `${time.slice(0, 8)}-${time.slice(8)}-7000-${variant}-${made.toString(16).padStart(12, '0')}`;
    },
    createSha256() {
      const hasher = new Bun.CryptoHasher('sha256');
      return {
        add: (text) => void hasher.update(text),
        hex: () => hasher.digest('hex'),
      };
    },
    digest: (text) => new Bun.CryptoHasher('sha256').update(text).digest('hex').slice(0, 32),
  };
}

export interface ChatBenchOptions extends Partial<Omit<ChatOptions, 'clock'>> {
  readonly clock?: FakeClock;
  /** whose ids these are, where several make some */
  readonly idsOf?: string;
}

export async function createChatBench({ idsOf, ...options }: ChatBenchOptions = {}): Promise<ChatBench> {
  const clock = options.clock ?? createFakeClock();
  const storage = options.storage ?? createMemoryStorage();
  const publisher = createFakePublisher();
  const ids = createFakeIds(clock.nowMs, idsOf);
  const reports: string[] = [];
  const reporter = {
    info: (what: string) => reports.push(what),
    warn: (what: string) => reports.push(what),
    error: (what: string, error: unknown) => reports.push(`${what}: ${String(error)}`),
  };
  const chat = createChat({
    storage,
    publisher,
    ids,
    reporter,
    journal: undefined,
    random: () => 0.5,
    batchSize: 25,
    maxRetries: 2,
    flushIntervalMs: 1000,
    editWindowMs: 15 * 60_000,
    ...options,
    clock,
  });
  await chat.start();
  let sockets = 0;

  return {
    chat,
    storage,
    clock,
    publisher,
    ids,
    reports,
    async person(name) {
      // Test names are valid ids.
      const id = name as UserId;
      const profile = {
        id,
        username: name.toLowerCase(),
        displayName: name,
        avatarUrl: null,
        createdAt: clock.nowMs(),
      };
      await storage.accounts.createUser({ profile, passwordHash: 'x' });
      return id;
    },
    as: (user) => ({ userId: user, sessionId: null }),
    async device(user) {
      sockets += 1;
      const socketId = `${idsOf ?? 'socket'}-${String(sockets)}` as SocketId;
      const told: { at: number; ack: object }[] = [];
      const sessionId = `session-${String(sockets)}` as SessionId;
      publisher.open(user, sessionId, socketId);
      const caller = {
        userId: user,
        sessionId,
        socketId,
        acknowledge: (ack: object) => told.push({ at: publisher.heardBy(socketId).length, ack }),
      };
      valueOf(await chat.connect(caller));
      const learnt = () => {
        const heard: unknown[] = [...publisher.heardBy(socketId)];
        for (const { at, ack } of told.toReversed()) heard.splice(at, 0, { ack });
        return heard;
      };
      return { caller, learnt };
    },
  };
}

/** The value of a result that has to be one. */
export function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`refused: ${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** The refusal of a result that has to be one. */
export function refusalOf(result: Result<unknown>): Refusal {
  if (result.ok) throw new Error('not refused');
  return result.error;
}
