import type { ConversationEvent } from '../log/entry.ts';
import type { ConversationLog, LogRow } from './memory-storage-state.ts';

/** Erases up to `limit` entries of a deleted group, lowest number first; answers whether any is left. SEQ1 */
export function eraseDeleted(log: ConversationLog | undefined, limit: number): boolean {
  if (log === undefined || log.erasure === null) return false;
  const end = log.entries.at(-1);
  if (end === undefined) return false;
  const { erasure } = log;
  const chunk = log.entries.slice(erasure.erasedSeq, erasure.erasedSeq + limit);
  for (const row of chunk) {
    row.event = withoutNames(row.event);
    const text = log.texts.get(row.seq);
    if (text === undefined) continue;
    text.content = null;
    text.media = null;
    delete text.reactions;
    log.reactions.delete(row.seq);
    text.deletedAt ??= end.at;
    text.deleteSeq ??= end.seq;
  }
  erasure.erasedSeq = chunk.at(-1)?.seq ?? erasure.erasedSeq;
  if (erasure.erasedSeq < log.entries.length) return true;
  log.erasure = null;
  if (log.group !== null) log.group = { ...log.group, name: '', description: '' };
  return false;
}

function withoutNames(event: LogRow<ConversationEvent>['event']): ConversationEvent {
  switch (event.kind) {
    case 'created':
      return { ...event, name: '', description: '' };
    case 'renamed':
      return { ...event, name: '' };
    case 'updated':
      return {
        ...event,
        ...(event.name === undefined ? {} : { name: '' }),
        ...(event.description === undefined ? {} : { description: '' }),
      };
    case 'message': {
      const { media: _, ...rest } = event;
      return { ...rest, content: null };
    }
    case 'edit':
      return { ...event, content: null };
    case 'foreign':
    case 'delete':
    case 'reaction':
    case 'member_added':
    case 'member_removed':
    case 'role_changed':
    case 'deleted':
      return event;
  }
}
