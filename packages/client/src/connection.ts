import { backoffMs } from './backoff.ts';
import { createStore, type Observable } from './observable.ts';
import { wait, type Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';
import type { Transport, TransportLink } from './ports/transport.ts';
import { completeRefusal, readAck, refused, unreachable } from './refusals.ts';
import type { Ack, ClientEventName, Payload, Ready, Refusal, Result, ServerEventName } from './wire.ts';

export type ConnectionState =
  | { readonly status: 'idle' }
  /** `since`: monotonic ms when the last connection was lost, or the first was tried */
  | { readonly status: 'connecting'; readonly sinceMs: number }
  /** the next try starts `retryMs` after this state began, or at `wake()` */
  | {
      readonly status: 'waiting';
      readonly sinceMs: number;
      readonly retryMs: number;
      readonly reason?: Refusal;
    }
  | { readonly status: 'online'; readonly userId: string; readonly sessionId: string }
  /** the token counts no longer; the outbox is kept until somebody signs in again */
  | { readonly status: 'signed-out'; readonly reason: Refusal };

export interface ConnectionOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** The socket follows all own conversations: the moment to catch up. SYN2 */
  readonly onReady: (ready: Ready) => void;
  /** Every other event, in the order of arrival. */
  readonly onEvent: (name: ServerEventName, payload: unknown) => void;
  readonly onLost: () => void;
}

export interface Connection {
  readonly state: Observable<ConnectionState>;
  /** Connects and stays connected, with this token (undefined: by cookie), until `stop()` or a sign-out. */
  start(token: string | undefined): void;
  stop(): void;
  /**
   * The network is said to be back, or somebody looks: tries at once when waiting, and when online asks for a sign of
   * life, since a socket that died while the machine slept shows it only at its next heartbeat.
   */
  wake(): void;
  /** One attempt; undefined when no answer came. Before `ready` and after a loss that is at once. */
  attempt<Name extends ClientEventName>(
    event: Name,
    payload: Payload<Name>,
  ): Promise<Result<Ack<Name>> | undefined>;
  /** For calls that may be repeated: again after no answer or a passing refusal, while the connection lasts. */
  request<Name extends ClientEventName>(event: Name, payload: Payload<Name>): Promise<Result<Ack<Name>>>;
}

const connectBackoff = { baseMs: 500, maxMs: 30_000 };
const requestBackoff = { baseMs: 250, maxMs: 5_000 };
const ackDeadlineMs = 10_000;
/** From an open socket to `ready`. */
const readyDeadlineMs = 15_000;
const probeDeadlineMs = 4_000;
const maxRequestAttempts = 5;

/** One connection at a time, again and again. Client libraries don't retry a refused connect, so all of it is here. */
export function createConnection(options: ConnectionOptions): Connection {
  const { transport, clock, random, onReady, onEvent, onLost } = options;
  const state = createStore<ConnectionState>({ status: 'idle' });
  let token: string | undefined;
  let link: TransportLink | undefined;
  let isReady = false;
  let isProbing = false;
  let failures = 0;
  let lostAtMs = 0;
  let closingRetryMs: number | undefined;
  let signedOut: Refusal | undefined;
  let cancelTimer = (): void => undefined;

  function open(): void {
    cancelTimer();
    state.set({ status: 'connecting', sinceMs: lostAtMs });
    signedOut = undefined;
    const current: TransportLink = transport(token, {
      opened: () => {
        cancelTimer = clock.after(readyDeadlineMs, () => {
          end();
          comeBack();
        });
      },
      refused: (reason) => {
        link = undefined;
        const refusal = reason === undefined ? undefined : completeRefusal(reason);
        if (refusal?.code === 'unauthenticated') signOut(refusal);
        else comeBack(refusal);
      },
      event: (name, payload) => {
        // A name of a later version does no harm: whoever handles it skips what it doesn't know.
        receive(name as ServerEventName, payload);
      },
      closed: () => {
        end();
        if (signedOut !== undefined) signOut(signedOut);
        else comeBack();
      },
    });
    link = current;
  }

  function receive(name: ServerEventName, payload: unknown): void {
    // The server's word is taken by its contract, not validated again (size, and unknown fields are welcome).
    if (name === 'ready') becomeReady(payload as Ready);
    // As above.
    else if (name === 'closing') closingRetryMs = (payload as { retry_after_ms: number }).retry_after_ms;
    else if (name === 'error') {
      // As above.
      const refusal = completeRefusal(payload as Partial<Refusal>);
      if (refusal.code === 'unauthenticated') signedOut = refusal;
    } else if (isReady) onEvent(name, payload);
  }

  function becomeReady(ready: Ready): void {
    cancelTimer();
    failures = 0;
    closingRetryMs = undefined;
    isReady = true;
    state.set({ status: 'online', userId: ready.user_id, sessionId: ready.session_id });
    onReady(ready);
  }

  function end(): void {
    cancelTimer();
    const old = link;
    link = undefined;
    if (isReady) {
      isReady = false;
      lostAtMs = clock.monotonicMs();
      onLost();
    }
    old?.close();
  }

  function signOut(reason: Refusal): void {
    end();
    state.set({ status: 'signed-out', reason });
  }

  function comeBack(reason?: Refusal): void {
    const jitterMs = backoffMs(connectBackoff, failures, random.fraction());
    failures += 1;
    // A draining node has spread its clients' return already.
    const retryMs = Math.max(closingRetryMs ?? jitterMs, reason?.retry_after_ms ?? 0);
    closingRetryMs = undefined;
    state.set({ status: 'waiting', sinceMs: lostAtMs, retryMs, ...(reason === undefined ? {} : { reason }) });
    cancelTimer = clock.after(retryMs, open);
  }

  async function attempt<Name extends ClientEventName>(
    event: Name,
    payload: Payload<Name>,
  ): Promise<Result<Ack<Name>> | undefined> {
    if (!isReady || link === undefined) return undefined;
    const asked = link;
    const ack = readAck(await asked.request(event, payload, ackDeadlineMs));
    if (ack === undefined || !ack.ok) return ack;
    // By contract the ack of this event has this shape.
    return { ok: true, value: ack.value as Ack<Name> };
  }

  async function probe(): Promise<void> {
    const asked = link;
    if (isProbing || asked === undefined) return;
    isProbing = true;
    const answer = await asked.request('sync', { conversations: {} }, probeDeadlineMs);
    isProbing = false;
    if (answer !== undefined || link !== asked || !isReady) return;
    end();
    open();
  }

  return {
    state,
    start(nextToken) {
      end();
      token = nextToken;
      failures = 0;
      lostAtMs = clock.monotonicMs();
      open();
    },
    stop() {
      end();
      state.set({ status: 'idle' });
    },
    wake() {
      if (state.getSnapshot().status === 'waiting') open();
      else if (isReady) void probe();
    },
    attempt,
    async request(event, payload) {
      const asked = link;
      for (let tried = 0; tried < maxRequestAttempts; tried++) {
        const outcome = await attempt(event, payload);
        if (outcome?.ok === true || outcome?.error.retry === false) return outcome;
        if (!isReady || link !== asked || asked === undefined) return outcome ?? refused(unreachable());
        const hintMs = outcome?.ok === false ? (outcome.error.retry_after_ms ?? 0) : 0;
        await wait(clock, hintMs + backoffMs(requestBackoff, tried, random.fraction()));
      }
      return refused(unreachable('The server did not answer.'));
    },
  };
}
