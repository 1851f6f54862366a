import type { AppendOutcome } from '@parley/core';
import type { Connection } from './connection.ts';
import { isMessage, type EncodedEntry } from './encoded-batch.ts';
import { isPersonalKind } from './kinds.ts';
import type { LogHead, LogHeads } from './log-heads.ts';
import { createProjections } from './projections.ts';

type MaybeText = string | null;

export type AppendEntry = (entry: EncodedEntry) => Exclude<AppendOutcome, 'skipped'>;

/**
 * Puts one entry at the end of its log, with what it changes elsewhere; inside a transaction.
 * @throws SQLiteError when the database refuses the entry: the transaction may then hold a part of it
 */
export function createAppendEntry(connection: Connection, heads: LogHeads): AppendEntry {
  const insertMessage = connection.prepare<
    unknown,
    [number, number, number, string, MaybeText, MaybeText, number, MaybeText, MaybeText, MaybeText]
  >(`insert into entries (n, log, seq, id, fingerprint, content, content_type, reply_to, media, album_id)
     values (?, ?, ?, unhex(?, '-'), unhex(?), ?, ?, unhex(?, '-'), ?, unhex(?, '-')) on conflict (id, log) do nothing`);
  const placeMessage = connection.prepare<unknown, [number, number, number, number, number, number, number]>(
    'insert into places (log, seq, voice, n, kind, by, at, judging_seq) values (?, ?, ?, ?, 1, ?, ?, ?)',
  );
  const insertEvent = connection.prepare<unknown, [number, number, number, string, string | null, string]>(
    `insert into entries (n, log, seq, id, fingerprint, body)
     values (?, ?, ?, unhex(?, '-'), unhex(?), ?) on conflict (id, log) do nothing`,
  );
  const placeEvent = connection.prepare<
    unknown,
    [number, number, number, number, number, number, number, number, number]
  >(`insert into places (log, seq, n, by, at, judging_seq, kind, message_seq, active_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const projections = createProjections(connection, heads);

  return (entry) => {
    const [log, seq, id, at, by, fingerprint, kind] = entry;
    const head = heads.head(log);
    if (head.isPersonal !== isPersonalKind(kind) || !isUnicode(entry)) return 'rejected';
    // SEQ1: exactly the next number, or nothing.
    if (seq !== head.seq + 1) return 'collided';
    const n = heads.nextRow();
    const user = heads.userKey(by);
    if (isMessage(entry)) {
      const [, , , , , , , , content, contentType, replyTo, media = null, albumId = null] = entry;
      const { changes } = insertMessage.run(
        n,
        head.key,
        seq,
        id,
        fingerprint,
        content,
        contentType,
        replyTo,
        media,
        albumId,
      );
      if (changes === 0) return collide(heads);
      advance(head, entry);
      placeMessage.run(head.key, seq, user, n, user, at, head.judgingSeq);
      if (seq === 1) projections.begin({ log, head, at });
      return 'stored';
    }
    const event = entry[8];
    const { changes } = insertEvent.run(n, head.key, seq, id, fingerprint, bodyOf(event));
    if (changes === 0) return collide(heads);
    advance(head, entry);
    placeEvent.run(head.key, seq, n, user, at, head.judgingSeq, kind, head.messageSeq, head.activeAt);
    projections.project({ log, head, seq, at, by, user, event, foldedName: entry[9] ?? '' });
    return 'stored';
  };
}

function collide(heads: LogHeads): 'collided' {
  heads.dropRow();
  return 'collided';
}

function advance(head: LogHead, entry: EncodedEntry): void {
  const [, seq, , at, , , , judging] = entry;
  head.seq = seq;
  if (judging) head.judgingSeq = seq;
  if (isMessage(entry)) head.messageSeq = seq;
  if (isMessage(entry) || seq === 1) head.activeAt = at;
}

/** SQLite keeps text as UTF-8, which has no lone surrogates: such a text would come back as another. */
function isUnicode(entry: EncodedEntry): boolean {
  const content = isMessage(entry) ? entry[8] : entry[8].kind === 'edit' ? entry[8].content : null;
  return content === null || content.isWellFormed();
}

/** An edit's text is kept in its message alone, so that erasing it there erases it everywhere. */
function bodyOf(event: Exclude<EncodedEntry[8], string | null>): string {
  return JSON.stringify(event.kind === 'edit' ? { ...event, content: null } : event);
}
