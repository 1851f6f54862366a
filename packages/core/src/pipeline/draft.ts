import type { Refusal, UserId } from '@parley/protocol';
import type { EntryId, LogEvent, LogId } from '../log/entry.ts';
import type { SocketId } from '../ports/publisher.ts';

/** An entry without a number, on its way to the log it is for. */
export interface Draft<State, Event extends LogEvent> {
  readonly id: EntryId;
  readonly by: UserId;
  /** 32 hex digits over the body as first sent; `null` when the server made the id */
  readonly fingerprint: string | null;
  /**
   * What becomes of it while the store is away.
   * - `refuse`: it is refused
   * - `queue`: a message; it goes to the journal, if there is one
   * - `wait`: it is in the journal already and waits as long as it takes
   */
  readonly whenAway: 'refuse' | 'queue' | 'wait';
  /** when it was accepted, where that is not the moment of numbering; UTC ms */
  readonly acceptedAt?: number;
  /** about how much memory it holds while it waits */
  readonly bytes: number;
  /**
   * Judges at the moment of numbering, against everything committed before; called again with a newer state whenever
   * the number is lost to another entry. Synchronous and without effects.
   */
  decide(state: State): Judgement<Event>;
  /** Called once, in log order, when the entry is committed and before anybody else hears of it: the place for the ack. SEQ2 */
  readonly stored?: ((entry: Numbered<Event>) => void) | undefined;
  /** the device that learns of the entry by its ack instead of by an event */
  readonly except?: SocketId | undefined;
}

/** `stale`: what the caller looked up beforehand no longer holds; look again. */
export type Judgement<Event> =
  | { readonly verdict: 'grant'; readonly event: Event }
  | { readonly verdict: 'refuse'; readonly error: Refusal }
  | { readonly verdict: 'stale' };

/** An entry with its place in the log. */
export interface Numbered<Event extends LogEvent> {
  readonly log: LogId;
  readonly seq: number;
  readonly id: EntryId;
  readonly at: number;
  readonly by: UserId;
  readonly event: Event;
  readonly fingerprint: string | null;
  readonly judging: boolean;
}

/**
 * What became of a draft.
 * - `stored`: committed with fsync. SND1
 * - `known`: the log already has an entry of that id; whether it is the same one, its fingerprint tells. SND2
 * - `queued`: synced to the journal; it will be stored, or refused when its turn comes. JRN1
 * - `refused`, `stale`: as judged, or neither store nor journal can take it (`unavailable`, `overloaded`)
 */
export type Appended<Event extends LogEvent, Found> =
  | { readonly outcome: 'stored'; readonly entry: Numbered<Event> }
  | { readonly outcome: 'known'; readonly found: Found }
  | Queued
  | { readonly outcome: 'refused'; readonly error: Refusal }
  | { readonly outcome: 'stale' };

/** `at`: when it was accepted, UTC ms. `isRepeated`: it was queued before, by the same call. SND2 */
export interface Queued {
  readonly outcome: 'queued';
  readonly at: number;
  readonly isRepeated: boolean;
}

export function grant<Event>(event: Event): Judgement<Event> {
  return { verdict: 'grant', event };
}

export function deny(refused: { readonly error: Refusal }): {
  readonly verdict: 'refuse';
  readonly error: Refusal;
} {
  return { verdict: 'refuse', error: refused.error };
}

export const stale = { verdict: 'stale' } as const;
