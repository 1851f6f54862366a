import type { Message, TimelineItem } from '@parley/client';
import { areOfOneAlbum } from '../conversation/rows/album.ts';
import { shownMessage } from '../conversation/rows/shown-message.ts';
import { summarizeAlbum } from '../conversation/rows/summarize.ts';

/**
 * The album that ends with the last message, in one line; undefined where that stands alone, or where the beginning of
 * the album, and with it the words, may not be among the items.
 */
export function describeLastAlbum(last: Message, items: readonly TimelineItem[]): string | undefined {
  const isInIt = (item: TimelineItem): boolean =>
    item.kind === 'message' && areOfOneAlbum(shownMessage(item.message), shownMessage(last));
  const end = items.findLastIndex((item) => item.kind === 'message' && item.message.id === last.id);
  const before = items.findLastIndex((item, at) => at <= end && !isInIt(item));
  const album = items
    .slice(before + 1, end + 1)
    .flatMap((item) => (item.kind === 'message' ? shownMessage(item.message) : []));
  const isWhole = before >= 0 || album[0]?.seq === 1;
  return isWhole && album.length > 1 ? summarizeAlbum(album) : undefined;
}
