import type { Clock } from '../ports/clock.ts';
import type { Transport } from '../ports/transport.ts';
import type { SeededRandom } from './seeded-random.ts';

/** One connection, as the server sees it. */
export interface NetworkSocket {
  readonly user: string;
  emit(event: string, payload: unknown): void;
  /** The server ends it. */
  close(): void;
}

/** What is at the other end of the network. */
export interface NetworkServer {
  connect(socket: NetworkSocket): void;
  disconnect(socket: NetworkSocket): void;
  /** Answers at once, or answers `undefined` and calls `ack` later, once or never. */
  handle(socket: NetworkSocket, event: string, payload: Fields, ack: (answer: unknown) => void): unknown;
  http(user: string, method: string, path: string, body: Fields): HttpAnswer | Promise<HttpAnswer>;
}

interface HttpAnswer {
  readonly status: number;
  readonly json: unknown;
}

type Fields = Record<string, unknown>;

export interface NetworkFaults {
  /** at most this long each way */
  readonly delayMs: number;
  /** of an ack to be lost with its connection */
  readonly lostAck: number;
  /** of a call to be refused for the moment */
  readonly busy: number;
  /** of an event to come twice */
  readonly twice: number;
  /** of an event to overtake others */
  readonly overtaking: number;
  /** of an HTTP call to fail on its way there or back */
  readonly lostCall: number;
}

export const faultless: NetworkFaults = {
  delayMs: 5,
  lostAck: 0,
  busy: 0,
  twice: 0,
  overtaking: 0,
  lostCall: 0,
};

/** The way between one device and the server. */
export interface FakeNetwork {
  readonly transport: Transport;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  setFaults(faults: NetworkFaults): void;
  /** Cuts what is open. Down: nothing new opens. */
  setUp(isUp: boolean): void;
  cut(): void;
  /** The device is gone: it hears nothing more. */
  leave(): void;
}

interface NetworkOptions {
  readonly server: NetworkServer;
  readonly user: string;
  readonly clock: Clock;
  readonly random: SeededRandom;
}

export function createFakeNetwork({ server, user, clock, random }: NetworkOptions): FakeNetwork {
  let faults = faultless;
  let isUp = true;
  const cutters = new Set<(isSilent: boolean) => void>();
  const delay = (): number => random.nat(faults.delayMs);

  /** One direction of one connection: in order, unless told otherwise. */
  function createWay(isOpen: () => boolean): (task: () => void, mayOvertake?: boolean) => void {
    let lastMs = 0;
    return (task, mayOvertake = false) => {
      const isFree = mayOvertake && random.chance(faults.overtaking);
      const atMs = Math.max(isFree ? 0 : lastMs, clock.monotonicMs() + delay());
      if (!isFree) lastMs = atMs;
      clock.after(atMs - clock.monotonicMs(), () => {
        if (isOpen()) task();
      });
    };
  }

  const transport: Transport = (_token, events) => {
    let state: 'opening' | 'open' | 'over' = 'opening';
    const unanswered = new Set<(ack: unknown) => void>();
    const there = createWay(() => state !== 'over');
    const back = createWay(() => state !== 'over');
    const socket: NetworkSocket = {
      user,
      emit(name, payload) {
        // Only what is numbered may overtake or come twice: its seq puts it right. Nothing puts right the rest.
        const isNumbered = typeof (payload as { seq?: unknown }).seq === 'number';
        const times = isNumbered && random.chance(faults.twice) ? 2 : 1;
        for (let sent = 0; sent < times; sent++) back(() => events.event(name, payload), isNumbered);
      },
      close: () => end(false),
    };
    const end = (isSilent: boolean): void => {
      if (state === 'over') return;
      const before = state;
      state = 'over';
      cutters.delete(end);
      server.disconnect(socket);
      for (const answer of unanswered) answer(undefined);
      if (isSilent) return;
      if (before === 'open') events.closed();
      else events.refused(undefined);
    };
    cutters.add(end);
    there(() => {
      if (!isUp) {
        end(false);
        return;
      }
      back(() => {
        state = 'open';
        events.opened();
      });
      server.connect(socket);
    });
    return {
      request: (event, payload, deadlineMs) =>
        new Promise((resolve) => {
          if (state !== 'open') {
            resolve(undefined);
            return;
          }
          const cancel = clock.after(deadlineMs, () => answer(undefined));
          const answer = (ack: unknown): void => {
            cancel();
            unanswered.delete(answer);
            resolve(ack);
          };
          unanswered.add(answer);
          const sent = structuredClone(payload) as Record<string, unknown>;
          there(() => {
            const isBusy = random.chance(faults.busy);
            const busy = { ok: false, error: { code: 'unavailable', message: 'busy', retry: true } };
            const acknowledge = (ack: unknown): void => {
              if (random.chance(faults.lostAck)) end(false);
              else back(() => answer(structuredClone(ack)));
            };
            const ack = isBusy ? busy : server.handle(socket, event, sent, acknowledge);
            if (ack !== undefined) acknowledge(ack);
          });
        }),
      close: () => end(true),
    };
  };

  return {
    transport,
    fetch: (url, init) =>
      new Promise((resolve, reject) => {
        const lost = (): void => reject(new TypeError('network'));
        clock.after(delay(), () => {
          if (!isUp || random.chance(faults.lostCall)) {
            lost();
            return;
          }
          const body =
            typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {};
          const asked = Promise.resolve(server.http(user, init.method ?? 'GET', url, body));
          void asked.then(({ status, json }) => {
            clock.after(delay(), () => {
              if (!isUp || random.chance(faults.lostCall)) lost();
              else resolve(new Response(JSON.stringify(json), { status }));
            });
          }, lost);
        });
      }),
    setFaults(next) {
      faults = next;
    },
    setUp(next) {
      isUp = next;
      if (!next) for (const end of [...cutters]) end(false);
    },
    cut() {
      for (const end of [...cutters]) end(false);
    },
    leave() {
      isUp = false;
      for (const end of [...cutters]) end(true);
    },
  };
}
