import type { ServerEventName, UserId } from '@parley/protocol';
import { eventAsKnown, type LogEvent, type LogId } from '../log/entry.ts';
import type { Numbered } from '../pipeline/draft.ts';
import type { Room } from '../ports/publisher.ts';

/**
 * What nodes say to each other. `n` numbers a node's hints: who hears 7 after 5 has lost one, and who hears "alive, 7"
 * after 6 too. CLU1
 */
export type Hint = { readonly from: string; readonly n: number } & HintBody;

export type HintBody =
  | { readonly type: 'entries'; readonly entries: readonly Numbered<LogEvent>[] }
  | { readonly type: 'alive' }
  /** has something to write to a log that others write too */
  | { readonly type: 'want'; readonly log: LogId }
  | { readonly type: 'bye' }
  | {
      readonly type: 'event';
      readonly rooms: readonly Room[];
      readonly event: ServerEventName;
      readonly payload: object;
    }
  | { readonly type: 'presence'; readonly users: readonly PresenceHint[] };

/** What somebody wants to be seen as. */
export type ChosenStatus = 'online' | 'away' | 'busy' | 'invisible';

/** Somebody who is at a node, `status` as chosen; `null`: no longer. */
export interface PresenceHint {
  readonly user: UserId;
  readonly status: ChosenStatus | null;
  /** UTC ms: when they went invisible or left; `null` while they can be seen */
  readonly lastSeenMs: number | null;
}

/** What another node said; `undefined`: nothing that this program understands, such as a kind of a later version. */
export function parseHint(text: string): Hint | undefined {
  try {
    const hint: unknown = JSON.parse(text);
    // Nodes trust each other as they trust their store: written by `JSON.stringify` of a `Hint`.
    return isHint(hint) ? asKnown(hint) : undefined;
  } catch {
    return undefined;
  }
}

/** Its entries may be of kinds of a later version. CLU1b */
function asKnown(hint: Hint): Hint {
  if (hint.type !== 'entries') return hint;
  const entries = hint.entries.map((entry) => {
    const event = eventAsKnown(entry.event, entry.judging);
    return event === entry.event ? entry : { ...entry, event };
  });
  return { ...hint, entries };
}

const types: ReadonlySet<unknown> = new Set(['entries', 'alive', 'want', 'bye', 'event', 'presence']);

function isHint(hint: unknown): hint is Hint {
  if (typeof hint !== 'object' || hint === null) return false;
  // Any object has these fields or not.
  const { from, n, type } = hint as Record<string, unknown>;
  return typeof from === 'string' && typeof n === 'number' && types.has(type);
}
