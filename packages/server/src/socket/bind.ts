import { quotas, refuse, refuseInput, type Refusal, type Result } from '@parley/protocol';
import type { Socket } from 'socket.io';
import { unlimited } from '../limits/limiter.ts';
import { createQuota } from '../limits/quota.ts';
import { createBindings, type Binding } from './bindings.ts';
import { cutSocket } from './cut-socket.ts';
import { describeFault } from './describe-fault.ts';
import { deviceOf, type ReceivedEvent, type SocketCaller } from './device.ts';
import type { SocketDeps } from './socket-deps.ts';

type AckFunction = (answer: object) => void;

/** One event under way. */
interface Call {
  readonly socket: Socket;
  /** For metrics: a name of the table, or `unknown`. */
  readonly metric: string;
  /** As the client sent it. */
  readonly event: string;
  readonly ack: AckFunction | undefined;
  /** The use case has acknowledged by itself. */
  isAcknowledged: boolean;
}

export type BindDeps = Pick<SocketDeps, 'chat' | 'clock' | 'limitsOn' | 'log' | 'metrics' | 'losesAck'>;

/** Takes one event of a ready socket. Never throws. */
export type Receive = (socket: Socket, event: ReceivedEvent) => void;

// Of an unknown event the client gets back as much of its name as helps to find it.
const ECHOED_CHARACTERS = 64;
const FLOOD_PAUSE_MS = quotas.refusedEventsPerSocket.windowS * 1000;

/**
 * Answers every event a socket sends, in this order: is it known, how often, its schema, the use case, the ack. Without
 * an ack function a refusal becomes an `error` event, and success is silent.
 */
export function createReceive(deps: BindDeps): Receive {
  const { clock, limitsOn, log, metrics } = deps;
  const bindings = createBindings(deps);
  const { count, windowS } = quotas.refusedEventsPerSocket;
  // `RATE_LIMITS=off` lifts this one too: it is a rate. The last one that fits is the one that closes.
  const refused = limitsOn ? createQuota({ count: count - 1, windowS }, clock) : unlimited;
  let faults = 0;

  async function run(call: Call, binding: Binding, input: unknown): Promise<void> {
    const { caller } = deviceOf(call.socket);
    try {
      answer(call, await binding.run(callerOf(caller, call), input));
    } catch (error) {
      faults += 1;
      const requestId = `${caller.socketId}-${String(faults)}`;
      answer(call, { ok: false, error: describeFault(error, { log, requestId, what: call.event }) });
    }
  }

  function answer(call: Call, result: Result<object>): void {
    metrics?.answered(call.metric, result.ok ? 'ok' : result.error.code);
    if (call.isAcknowledged) return;
    if (result.ok) call.ack?.({ ok: true, ...result.value });
    else answerRefusal(call, result.error);
  }

  function answerRefusal({ socket, event, ack }: Call, error: Refusal): void {
    if (ack === undefined) socket.emit('error', { event, ...error });
    else ack({ ok: false, error });
    if (!isClientsFault(error) || refused.take(socket.id).ok) return;
    // SEC6
    const sentence = `Over ${String(count)} refused events in ${String(windowS)} seconds.`;
    cutSocket(socket, refuse('rate_limited', sentence, { retryAfterMs: FLOOD_PAUSE_MS }).error);
  }

  return (socket, received) => {
    // What was on its way when the socket was cut is not done any more.
    if (!socket.connected) return;
    const [event] = received;
    const wantedAck = ackOf(received);
    const ack = wantedAck !== undefined && deps.losesAck?.() === true ? loseAck : wantedAck;
    const binding = typeof event === 'string' ? bindings.get(event) : undefined;
    if (binding === undefined) {
      const call = {
        socket,
        metric: 'unknown',
        event: String(event).slice(0, ECHOED_CHARACTERS),
        ack,
        isAcknowledged: false,
      };
      answer(call, refuse('not_found', 'There is no such event.'));
      return;
    }
    const call = { socket, metric: binding.name, event: binding.name, ack, isAcknowledged: false };
    const taken = binding.limiter.take(deviceOf(socket).caller.userId);
    if (!taken.ok) answer(call, refuse('rate_limited', 'Too fast.', { retryAfterMs: taken.retryAfterMs }));
    else if (received.length !== (ack === undefined ? 2 : 3)) answer(call, misshapen);
    else void run(call, binding, received[1]);
  };
}

/** The client gets no answer, and has to ask again. */
function loseAck(): void {
  // On purpose.
}

const misshapen = refuseInput([{ path: '', message: 'must be one object, then the ack function if any' }]);

function ackOf(received: ReceivedEvent): AckFunction | undefined {
  const last = received[received.length - 1];
  // Interop: JSON brings no functions, so a function here is Socket.IO's own ack.
  return typeof last === 'function' ? (last as AckFunction) : undefined;
}

function callerOf(caller: SocketCaller, call: Call): SocketCaller {
  const { ack } = call;
  if (ack === undefined) return caller;
  return {
    userId: caller.userId,
    sessionId: caller.sessionId,
    socketId: caller.socketId,
    acknowledge(body) {
      if (call.isAcknowledged) return;
      call.isAcknowledged = true;
      ack({ ok: true, ...body });
    },
  };
}

/** Refusals that say nothing about the client's manners don't count against it. */
function isClientsFault(error: Refusal): boolean {
  return error.code !== 'unavailable' && error.code !== 'overloaded' && error.code !== 'internal';
}
