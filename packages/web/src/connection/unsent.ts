import type { OutboxItem } from '@parley/client';

/** What waits no longer than this is on its way, and nobody's concern. */
const noteworthyMs = 5_000;

/** Without what the server holds: that is sent, and stored by itself. */
export function unsentOf(items: readonly OutboxItem[]): readonly OutboxItem[] {
  return items.filter(({ status }) => status !== 'queued');
}

/** How many go out by themselves. */
export function countWaiting(items: readonly OutboxItem[]): number {
  return items.filter(({ status }) => status !== 'failed').length;
}

/** UTC ms from when on they are worth a word: at once when one has failed. Undefined when there are none. */
export function noteworthyFrom(items: readonly OutboxItem[]): number | undefined {
  if (items.length === 0) return undefined;
  if (items.some(({ status }) => status === 'failed')) return 0;
  return Math.min(...items.map(({ writtenAtMs }) => writtenAtMs)) + noteworthyMs;
}

export interface UnsentGroup {
  readonly conversation: string;
  readonly items: readonly [OutboxItem, ...OutboxItem[]];
}

/** By conversation, those first that have waited longest. */
export function groupUnsent(items: readonly OutboxItem[]): readonly UnsentGroup[] {
  const groups = new Map<string, [OutboxItem, ...OutboxItem[]]>();
  for (const item of items) {
    const known = groups.get(item.conversation);
    if (known === undefined) groups.set(item.conversation, [item]);
    else known.push(item);
  }
  return [...groups].map(([conversation, own]) => ({ conversation, items: own }));
}
