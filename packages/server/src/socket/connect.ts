import { refuse, type Refusal, type ServerPayload } from '@parley/protocol';
import type { Socket } from 'socket.io';
import { takeEvents } from '../transport/take-events.ts';
import type { Receive } from './bind.ts';
import { cutSocket } from './cut-socket.ts';
import { describeFault } from './describe-fault.ts';
import { deviceOf, type Device, type ReceivedEvent } from './device.ts';
import type { SocketDeps } from './socket-deps.ts';

// Events held for a socket that is not ready yet; a client that waits for `ready` has none.
const MAX_WAITING = 100;
const WAITING_RETRY_MS = 1_000;

export type ConnectDeps = Pick<
  SocketDeps,
  'authenticator' | 'chat' | 'clock' | 'announcedLimits' | 'generation' | 'log'
> & { readonly receive: Receive; readonly watchExpiry: (socket: Socket) => void };

/** What follows an accepted CONNECT: rooms, `ready`, then the socket's events until it is gone. */
export function createConnect(deps: ConnectDeps): (socket: Socket) => void {
  const { authenticator, chat, clock, receive, log } = deps;

  /** Puts the device into its rooms. Answers the head of its personal log, or why it can't stay. */
  async function enter(device: Device, token: string): Promise<number | Refusal> {
    const connected = await chat.connect(device.caller);
    if (!connected.ok) return connected.error;
    // SEC1: a revocation since the middleware looked in vain for this socket.
    const again = await authenticator.authenticate(token);
    return again.ok ? connected.value.accountSeq : again.error;
  }

  async function start(socket: Socket, device: Device): Promise<void> {
    const { token } = device;
    device.token = '';
    const entered = await enter(device, token).catch((error: unknown) =>
      describeFault(error, { log, requestId: socket.id, what: 'connect' }),
    );
    device.hasEntered = true;
    if (!socket.connected) chat.disconnect(device.caller);
    else if (typeof entered === 'number') open(socket, device, entered);
    else cutSocket(socket, entered);
  }

  function open(socket: Socket, device: Device, accountSeq: number): void {
    socket.emit('ready', readyOf(device, accountSeq));
    chat.showQueued(device.caller);
    deps.watchExpiry(socket);
    const { waiting } = device;
    device.waiting = undefined;
    for (const event of waiting ?? []) receive(socket, event);
  }

  function readyOf(device: Device, accountSeq: number): ServerPayload<'ready'> {
    return {
      user_id: device.caller.userId,
      session_id: device.announcedSessionId,
      server_time: new Date(clock.nowMs()).toISOString(),
      protocol: 1,
      generation: deps.generation,
      account_seq: accountSeq,
      limits: deps.announcedLimits,
    };
  }

  /** One function for all sockets keeps each small. */
  function leave(this: Socket): void {
    const { hasEntered, caller } = deviceOf(this);
    // Otherwise `start` does it, once the device is in what it must leave.
    if (hasEntered) chat.disconnect(caller);
  }

  /** The same. */
  function take(this: Socket, event: ReceivedEvent): void {
    const { waiting } = deviceOf(this);
    if (waiting === undefined) receive(this, event);
    else hold(this, waiting, event);
  }

  return (socket) => {
    const device = deviceOf(socket);
    takeEvents(socket, take);
    socket.on('disconnect', leave);
    void start(socket, device);
  };
}

function hold(socket: Socket, waiting: ReceivedEvent[], event: ReceivedEvent): void {
  if (waiting.length < MAX_WAITING) waiting.push(event);
  else
    cutSocket(
      socket,
      refuse('overloaded', 'Too many events before ready.', { retryAfterMs: WAITING_RETRY_MS }).error,
    );
}
