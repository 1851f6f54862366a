import type { Socket } from 'socket.io-client';
import { z } from 'zod';
import { PATIENCE_MS, within } from './deadline.ts';
import { events, type Payload, type ServerEvent } from './wire-events.ts';

/** What arrived on one socket, in order, from before the connect on: nothing is missed between two waits. */
export interface Inbox {
  /** The first event of this kind that matches and was not taken before; waits for it when needed. */
  readonly next: <E extends ServerEvent>(
    event: E,
    matches?: (payload: Payload<E>) => boolean,
    maxMs?: number,
  ) => Promise<Payload<E>>;
  /** All events of this kind that arrived so far, taken or not. */
  readonly seen: <E extends ServerEvent>(event: E) => Payload<E>[];
}

interface Received {
  readonly event: ServerEvent;
  readonly payload: unknown;
  taken: boolean;
}

function isServerEvent(name: string): name is ServerEvent {
  return Object.hasOwn(events, name);
}

/** Collects a socket's events; one that breaks the contract fails the next wait. */
export function createInbox(socket: Socket): Inbox {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  let fault: Error | undefined;
  socket.onAny((name: string, payload: unknown) => {
    if (!isServerEvent(name)) return;
    const parsed = events[name].safeParse(payload);
    if (!parsed.success)
      fault ??= new Error(
        `event ${name}: ${JSON.stringify(payload).slice(0, 2_000)}\n${z.prettifyError(parsed.error)}`,
      );
    else received.push({ event: name, payload: parsed.data, taken: false });
    for (const look of [...waiting]) look();
  });
  const take = <E extends ServerEvent>(
    event: E,
    matches: (payload: Payload<E>) => boolean,
  ): Payload<E> | undefined => {
    // Payloads were parsed with the shape of their event; only the relation is lost in the list.
    const found = received.find(
      (one) => !one.taken && one.event === event && matches(one.payload as Payload<E>),
    );
    if (found === undefined) return undefined;
    found.taken = true;
    // Parsed with this event's shape, as above.
    return found.payload as Payload<E>;
  };
  return {
    next: <E extends ServerEvent>(
      event: E,
      matches: (payload: Payload<E>) => boolean = () => true,
      maxMs = PATIENCE_MS,
    ) => {
      const { promise, resolve, reject } = Promise.withResolvers<Payload<E>>();
      const look = (): void => {
        const payload = take(event, matches);
        if (fault === undefined && payload === undefined) return;
        waiting.delete(look);
        if (fault !== undefined) reject(fault);
        else if (payload !== undefined) resolve(payload);
      };
      waiting.add(look);
      look();
      const heard = (): string => received.map((one) => one.event).join(', ');
      return within(maxMs, `the event ${event}`, promise).catch((error: unknown) => {
        waiting.delete(look);
        throw error instanceof Error && error !== fault
          ? new Error(`${error.message}; heard: ${heard()}`)
          : error;
      });
    },
    seen: <E extends ServerEvent>(event: E) =>
      // Parsed with this event's shape, as above.
      received.filter((one) => one.event === event).map((one) => one.payload as Payload<E>),
  };
}
