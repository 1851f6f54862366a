/* eslint-disable @typescript-eslint/max-params -- the words of the network and of the wire */
import {
  createChat,
  type Bus,
  type Caller,
  type Chat,
  type Journal,
  type Publisher,
  type SocketId,
  type Storage,
} from '@parley/core';
import { createFakeIds, type MemoryState } from '@parley/core/testing';
import type { FakeClock, NetworkServer, NetworkSocket } from '@parley/client/testing';
import {
  clientEvents,
  validate,
  type ClientEventName,
  type OutgoingMessage,
  type SessionId,
  type UserId,
} from '@parley/protocol';
import { handlers } from '@parley/server/handlers';
import { openFileJournal } from '@parley/server/journal';
import type { FakeFiles } from '@parley/server/journal/testing';
import { answerHttp } from './answer-http.ts';
import { addressOf } from './address-of.ts';
import { dieWith, type Life } from './die-with.ts';
import type { Ledger } from './ledger.ts';
import { createProcessClock } from './process-clock.ts';
import { createSimulatedPublisher, type Seat } from './simulated-publisher.ts';
import { slowFiles } from './slow-files.ts';

/** What outlives a process. */
export interface Disk {
  readonly storage: Storage;
  readonly state: MemoryState;
  files: FakeFiles;
}

export interface NodeOptions {
  readonly disk: Disk;
  readonly clock: FakeClock;
  readonly random: () => number;
  /** For planted bugs: what core is made of, with one part broken. */
  readonly plant: Plant;
  readonly report: (what: string) => void;
  readonly ledger: Ledger;
  /** which process it is, over all nodes */
  readonly run: number;
  /** to other nodes; `undefined`: this is the only one */
  readonly bus: Bus | undefined;
  /** The process calls its store or its disk, or hears from them. */
  readonly moment: () => void;
  /** until a sync of the disk is done */
  readonly pause: () => Promise<void>;
}

/** A part of core's surroundings, broken in one way. */
export type Plant = (parts: PlantedParts) => PlantedParts;

export interface PlantedParts {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly publisher: Publisher;
  /** `undefined`: there is one node */
  readonly bus: Bus | undefined;
  readonly wrapChat: (chat: Chat) => Chat;
  /** what the store holds, for bugs that no port can have */
  readonly state: MemoryState;
}

/** One run of the server's process, and the way to it. */
export interface SimulatedNode extends NetworkServer {
  /** Becomes ready for connections; rejects when it cannot start. */
  start(): Promise<void>;
  /** kill -9: from now on nothing it does has any effect. Its sockets are closed. */
  kill(): void;
  chat(): Chat;
}

export function createSimulatedNode(options: NodeOptions): SimulatedNode {
  const { disk, clock, random, plant, report, ledger } = options;
  const processClock = createProcessClock(clock);
  const sockets = createSimulatedPublisher(ledger);
  const seatOf = new Map<NetworkSocket, Seat>();
  const death = Promise.withResolvers<null>();
  let isAlive = true;
  let running: Chat | undefined;
  let opened = 0;
  const life: Life = {
    isAlive: () => isAlive,
    moment() {
      if (isAlive) options.moment();
    },
  };

  async function start(): Promise<void> {
    const files = slowFiles(dieWith(disk.files, life), options.pause);
    const journal = await openFileJournal({
      folder: '',
      maxBytes: 1e6,
      segmentBytes: 4_000,
      warn: (what) => {
        report(what);
      },
      files,
    });
    const whole: PlantedParts = {
      storage: dieWith(disk.storage, life),
      journal,
      publisher: sockets.publisher,
      bus: options.bus,
      wrapChat: (chat) => chat,
      state: disk.state,
    };
    const { wrapChat, ...parts } = plant(whole);
    const chat = createChat({
      ...parts,
      ids: createFakeIds(clock.nowMs, options.bus?.node),
      clock: processClock,
      random,
      reporter: {
        info: () => undefined,
        warn: () => undefined,
        error: (what, error) => {
          report(`${what}: ${String(error)}`);
        },
      },
      batchSize: 4,
      maxRetries: 2,
      flushIntervalMs: 1_000,
      editWindowMs: 0,
    });
    await chat.start();
    running = wrapChat(chat);
  }

  function callerOf(seat: Seat): Caller & { readonly socketId: SocketId } {
    return { userId: seat.user, sessionId: seat.session, socketId: seat.id };
  }

  async function enter(seat: Seat): Promise<void> {
    const connected = await running?.connect(callerOf(seat)).catch(() => undefined);
    seat.hasEntered = true;
    if (seatOf.get(seat.socket) !== seat) {
      running?.disconnect(callerOf(seat));
      return;
    }
    if (connected?.ok !== true) {
      seat.socket.close();
      return;
    }
    seat.socket.emit('ready', {
      user_id: seat.user,
      session_id: seat.session,
      server_time: new Date(clock.nowMs()).toISOString(),
      protocol: 1,
      generation: disk.storage.generation,
      account_seq: connected.value.accountSeq,
      limits: {},
    });
    running?.showQueued(callerOf(seat));
  }

  /** What is said of a message is written down. */
  function judgeOf({ user }: Seat, event: ClientEventName, payload: object): (body: object) => void {
    if (event !== 'send_message') return () => undefined;
    // The payload has passed the schema of its event.
    const message = payload as OutgoingMessage;
    const answered = ledger.asked(user, addressOf(user, message));
    return (body) => {
      ledger.note(JSON.stringify(body));
      answered(message.id ?? '', body);
    };
  }

  async function receive(
    seat: Seat,
    event: ClientEventName,
    payload: unknown,
    ack: (answer: unknown) => void,
  ) {
    let isAcknowledged = false;
    const checked = validate(clientEvents[event].payload, payload);
    if (!checked.ok || running === undefined) {
      ack(checked);
      return;
    }
    const judge = judgeOf(seat, event, checked.value);
    const answer = (body: object): void => {
      if (isAcknowledged) return;
      isAcknowledged = true;
      judge(body);
      ack(body);
    };
    const acknowledge = (body: object): void => {
      answer({ ok: true, ...body });
    };
    try {
      // Parsed by the very schema that the handler's payload type derives from.
      const result = await handlers[event](
        running,
        { ...callerOf(seat), acknowledge },
        checked.value as never,
      );
      if (result.ok) acknowledge(result.value);
      else answer({ ok: false, error: result.error });
    } catch {
      answer({ ok: false, error: { code: 'unavailable', message: 'The store is away.', retry: true } });
    }
  }

  return {
    start,
    chat() {
      if (running === undefined) throw new Error('the node does not run');
      return running;
    },
    kill() {
      isAlive = false;
      death.resolve(null);
      processClock.kill();
      running = undefined;
      for (const { socket } of [...sockets.seats()]) socket.close();
    },
    connect(socket) {
      if (running === undefined) {
        socket.close();
        return;
      }
      opened += 1;
      const id = `socket-${String(options.run)}-${String(opened)}` as SocketId;
      // The network names users as core does.
      const seat = {
        id,
        user: socket.user as UserId,
        session: `s-${id}` as SessionId,
        socket,
        hasEntered: false,
      };
      seatOf.set(socket, seat);
      sockets.open(seat);
      void enter(seat);
    },
    disconnect(socket) {
      const seat = seatOf.get(socket);
      seatOf.delete(socket);
      if (seat === undefined) return;
      sockets.close(seat.id);
      // Otherwise `enter` does it, once there is something to leave.
      if (seat.hasEntered) running?.disconnect(callerOf(seat));
    },
    handle(socket, event, payload, ack) {
      const seat = seatOf.get(socket);
      if (seat !== undefined && running !== undefined && event in clientEvents)
        void receive(seat, event as ClientEventName, payload, ack);
      return undefined;
    },
    async http(user, method, path, body) {
      const away = { status: 503, json: { code: 'unavailable', detail: 'down', retry: true } };
      if (running === undefined) return away;
      const caller = { userId: user as UserId, sessionId: null };
      // A process that dies resets its connections.
      return Promise.race([
        answerHttp(running, caller, { method, path, body }),
        death.promise.then(() => away),
      ]);
    },
  };
}
