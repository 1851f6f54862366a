import type { NewEntry } from '../ports/storage.ts';
import { isConversationEvent, isPersonalLogId } from './entry.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What no store keeps as it came: an id that is no UUID, a text that is no Unicode, an entry of the other kind of log or of no kind. SND4 */
export function isAcceptable({ log, id, event }: NewEntry): boolean {
  const content = event.kind === 'message' || event.kind === 'edit' ? event.content : null;
  const isUnicode = content === null || content.isWellFormed();
  const isInPlace = event.kind !== 'foreign' && isPersonalLogId(log) !== isConversationEvent(event);
  return uuid.test(id) && isUnicode && isInPlace;
}
