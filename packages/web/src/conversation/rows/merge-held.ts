import type { Message, OutboxItem } from '@parley/client';
import { shownMessage, shownOutboxItem, type ShownMessage } from './shown-message.ts';

/**
 * What has no number yet, by others and of one's own: what the server holds in the order in which it took it, so that an
 * answer stands below its question and nothing moves when it is stored; then what it has not taken. WEB4
 */
export function mergeHeld(
  provisional: readonly Message[],
  outbox: readonly OutboxItem[],
): readonly ShownMessage[] {
  const merged: ShownMessage[] = [];
  let next = 0;
  const addBefore = (acceptedAt: string | undefined): void => {
    for (let message = provisional[next]; message !== undefined; message = provisional[next]) {
      if (acceptedAt !== undefined && message.created_at >= acceptedAt) break;
      merged.push(shownMessage(message));
      next += 1;
    }
  };
  const held = outbox.findLastIndex(({ acceptedAt }) => acceptedAt !== undefined) + 1;
  for (const item of outbox.slice(0, held)) {
    if (item.acceptedAt !== undefined) addBefore(item.acceptedAt);
    merged.push(shownOutboxItem(item));
  }
  addBefore(undefined);
  return [...merged, ...outbox.slice(held).map(shownOutboxItem)];
}
