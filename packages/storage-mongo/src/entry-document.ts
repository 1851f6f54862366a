import { eventAsKnown, type LogEvent, type NewEntry } from '@parley/core';
import { ObjectId } from 'mongodb';
import type { EntryDocument } from './documents.ts';
import { entryKey } from './entry-key.ts';

export function toDocument({ log, seq, id, at, by, event, fingerprint, judging }: NewEntry): EntryDocument {
  const head = {
    _id: entryKey(log, seq),
    made: new ObjectId(),
    log,
    seq,
    id,
    at,
    by,
    kind: event.kind,
    judging,
  } as const;
  const sent = fingerprint === null ? head : { ...head, fingerprint };
  if (event.kind !== 'message')
    return {
      ...sent,
      ...(changesMore(event.kind) ? { pending: true } : {}),
      ...(event.kind === 'edit' ? { content: event.content } : {}),
      body: bodyOf(event),
    };
  const { content, contentType, replyTo, albumId, media } = event;
  return {
    ...sent,
    // The first message of a direct conversation makes its members.
    ...(seq === 1 && log.startsWith('direct:') ? { pending: true } : {}),
    voice: by,
    content,
    // What is usual is not written down: there are many messages.
    ...(contentType === 'text' ? {} : { contentType }),
    ...(replyTo === null ? {} : { replyTo }),
    ...(albumId === undefined ? {} : { albumId }),
    ...(media === undefined ? {} : { media }),
  };
}

/** An edit's text is kept in its message alone, so that erasing it there erases it everywhere. */
function bodyOf(event: Exclude<LogEvent, { kind: 'message' }>): string {
  return JSON.stringify(event.kind === 'edit' ? { ...event, content: null } : event);
}

/** The event of an entry that is no message, as it was appended; an edit without its text. */
export function eventOf({
  kind,
  judging,
  body = '{}',
}: EntryDocument): Exclude<LogEvent, { kind: 'message' }> {
  // Written by `bodyOf`, perhaps that of a later version.
  const event = { ...JSON.parse(body), kind } as Exclude<LogEvent, { kind: 'message' }>;
  return eventAsKnown(event, judging);
}

/** Whether an entry of this kind changes anything besides its log. */
function changesMore(kind: LogEvent['kind']): boolean {
  return kind !== 'message' && kind !== 'conversation_added';
}
