import type { ConversationId, MessageId } from '@parley/protocol';
import type { Logs } from './logs.ts';
import type { PositionBook } from './positions/position-book.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Publisher } from './ports/publisher.ts';
import type { Storage } from './ports/storage.ts';

/** What use cases work with. */
export interface Context {
  readonly storage: Pick<Storage, 'conversations' | 'accounts' | 'media'>;
  readonly logs: Logs;
  readonly positions: PositionBook;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly ids: Ids;
  /** the conversations in which a message of this id waits in the journal */
  readonly queuedIn: (id: MessageId) => readonly ConversationId[];
  /** a message that carried this media does so no longer */
  readonly mediaReleased: (id: string) => void;
  /** how long a message may be edited; 0: always */
  readonly editWindowMs: number;
}
