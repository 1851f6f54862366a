import { foldName } from '@parley/protocol';
import type { Batch, LogEvent, NewEntry } from '@parley/core';
import type { EncodedBatch, EncodedEntry, EncodedEvent } from './encoded-batch.ts';
import { contentTypeCode, kindCode } from './kinds.ts';

/** A batch as it crosses. Folded names are worked out here, so that workers need nothing of the protocol package. */
export function encodeBatch({ appends, positions }: Batch): EncodedBatch {
  return {
    appends: appends.map(encodeEntry),
    positions: positions.map(({ log, userId, readSeq, deliveredSeq }) => [
      log,
      userId,
      readSeq,
      deliveredSeq,
    ]),
  };
}

function encodeEntry({ log, seq, id, at, by, event, fingerprint, judging }: NewEntry): EncodedEntry {
  if (event.kind === 'message') {
    const { content, contentType, replyTo, albumId, media } = event;
    const code = contentTypeCode(contentType);
    const message: EncodedEntry = [log, seq, id, at, by, fingerprint, 1, judging, content, code, replyTo];
    // Most have neither.
    if (media !== undefined || albumId !== undefined)
      message.push(media === undefined ? null : JSON.stringify(media));
    if (albumId !== undefined) message.push(albumId);
    return message;
  }
  const name = nameIn(event);
  const encoded: EncodedEvent = [log, seq, id, at, by, fingerprint, kindCode(event.kind), judging, event];
  if (name !== undefined) encoded.push(foldName(name));
  return encoded;
}

/** The name an event gives to a group or a person. */
function nameIn(event: LogEvent): string | undefined {
  if (event.kind === 'profile_changed') return event.user.displayName;
  return 'name' in event ? event.name : undefined;
}
