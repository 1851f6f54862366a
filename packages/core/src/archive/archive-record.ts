import type { MediaRecord } from '../log/media.ts';
import type { NewEntry, PositionUpdate } from '../ports/storage.ts';
import type { ArchivedAccount, ArchivedSession } from '../ports/archive.ts';

/** A small part of a store on its way into a backup or another store. */
export type ArchiveRecord =
  /** of one log, one behind the other */
  | { readonly kind: 'entries'; readonly entries: readonly NewEntry[] }
  /** of one conversation, none beyond the entries that went before */
  | { readonly kind: 'positions'; readonly positions: readonly PositionUpdate[] }
  | { readonly kind: 'accounts'; readonly accounts: readonly ArchivedAccount[] }
  | { readonly kind: 'media'; readonly media: readonly MediaRecord[] }
  | { readonly kind: 'sessions'; readonly sessions: readonly ArchivedSession[] };
