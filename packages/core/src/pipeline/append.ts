import { refuse, type Refusal } from '@parley/protocol';
import type { EntryId, LogEvent, LogId } from '../log/entry.ts';
import type { Clock } from '../ports/clock.ts';
import type { Appended, Draft } from './draft.ts';
import type { LaneState } from './job.ts';
import type { Lane } from './lane.ts';
import type { Pipeline } from './pipeline.ts';

/** What is particular about messages where there is a journal. */
export interface MessageRules<State, Event extends LogEvent, Found> {
  /** The answer to what is in the journal already. SND2 */
  repeated(draft: Draft<State, Event>): Appended<Event, Found> | undefined;
  /** It goes to the journal: the store is away, or others of its log are there. JRN1 */
  mustQueue(): boolean;
  /** Hears of the end, once, also of what was queued before. */
  settled(state: State, draft: Draft<State, Event>, result: Appended<Event, Found>): void;
}

/** Puts drafts into their lanes, each id once at a time. SND2 */
export function createAppend({ pipeline, clock }: { readonly pipeline: Pipeline; readonly clock: Clock }) {
  /** Drafts by id while they are under way: a second one of the same id waits for the first. */
  const underWay = new Map<EntryId, Promise<unknown>>();

  function append<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
    rules?: MessageRules<State, Event, Found>,
  ): Promise<Appended<Event, Found>> {
    const refused = pipeline.refusal(draft);
    if (refused !== undefined) return Promise.resolve({ outcome: 'refused', error: refused });
    const repeated = draft.whenAway === 'queue' ? rules?.repeated(draft) : undefined;
    if (repeated !== undefined) return Promise.resolve(repeated);
    const earlier = underWay.get(draft.id);
    if (earlier !== undefined) {
      // It may be stored by then: its log says so, where the journal would take it a second time.
      const again = rules && { ...rules, mustQueue: () => false };
      return earlier.then(() => append(lane, draft, again));
    }
    if (lane.loaded) return add(lane, draft, rules);
    const result = loadAndAdd(lane, draft, rules);
    underWay.set(draft.id, result);
    return result;
  }

  async function loadAndAdd<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
    rules: MessageRules<State, Event, Found> | undefined,
  ): Promise<Appended<Event, Found>> {
    let possible = false;
    try {
      possible = await lane.load();
    } finally {
      if (!possible) underWay.delete(draft.id);
    }
    return possible ? add(lane, draft, rules) : { outcome: 'refused', error: nothingThere() };
  }

  function add<Log extends LogId, State extends LaneState, Event extends LogEvent, Found>(
    lane: Lane<Log, State, Event, Found>,
    draft: Draft<State, Event>,
    rules: MessageRules<State, Event, Found> | undefined,
  ): Promise<Appended<Event, Found>> {
    const { promise, resolve } = Promise.withResolvers<Appended<Event, Found>>();
    pipeline.opened(draft.bytes);
    // Before anything can answer it: what is refused at once is not under way.
    underWay.set(draft.id, promise);
    let isOpen = true;
    const settle = (result: Appended<Event, Found>) => {
      if (isOpen) {
        isOpen = false;
        underWay.delete(draft.id);
        pipeline.closed(draft.bytes);
        resolve(result);
      }
      if (result.outcome !== 'queued' && lane.state !== undefined) rules?.settled(lane.state, draft, result);
    };
    lane.add({
      draft,
      settle,
      waitingSinceMs: clock.monotonicMs(),
      failures: 0,
      isHeld: false,
      isQueued: false,
      entry: undefined,
      unresolved: false,
      isFresh: false,
    });
    if (draft.whenAway === 'queue' && rules?.mustQueue() === true)
      // With those before it, or they would come after it.
      lane.giveUp((job) => job.draft.whenAway === 'queue', pipeline.refusalNow);
    else if (draft.whenAway !== 'wait' && pipeline.isAway())
      lane.giveUp((job) => job.draft === draft, pipeline.refusalNow);
    pipeline.enqueue(lane);
    return promise;
  }

  return append;
}

function nothingThere(): Refusal {
  return refuse('not_found', 'There is no such conversation.').error;
}
