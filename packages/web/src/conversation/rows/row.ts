import type { SystemEntry } from '@parley/client';
import type { ShownMessage } from './shown-message.ts';

/** One line of the list. Keys stay the same while a message goes from pending to stored, so that it never moves. */
export type Row =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'date'; readonly key: string; readonly dayMs: number }
  | { readonly kind: 'unread'; readonly key: string }
  | {
      readonly kind: 'system';
      readonly key: string;
      readonly dayMs: number;
      readonly seq: number;
      readonly entry: SystemEntry;
    }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly dayMs: number;
      readonly message: ShownMessage;
      /** all pictures that stand together, from `message` on; undefined: it is alone */
      readonly album?: readonly ShownMessage[];
      /** first and last of what one person wrote in a row */
      readonly isFirst: boolean;
      readonly isLast: boolean;
    };

export type MessageRow = Extract<Row, { kind: 'message' }>;

export function isMessageRow(row: Row): row is MessageRow {
  return row.kind === 'message';
}

/** The messages that a row shows, in their order. */
export function messagesOf(row: Row): readonly ShownMessage[] {
  return isMessageRow(row) ? (row.album ?? [row.message]) : [];
}

/** Whether this is the row of a message, or of the album that it is in. */
export function holdsMessage(row: Row, id: string): boolean {
  return (
    row.key === id || (row.kind === 'message' && row.album?.some((message) => message.id === id) === true)
  );
}
