import type { OutboxItem } from './outbox-item.ts';

/**
 * The next file that was sent together with a discarded one, with the words of that, which were for all of them;
 * undefined where there is none, or it has words of its own. One that was refused may go again: it has them where no
 * other is left. WEB8
 */
export function heirOf(discarded: OutboxItem, items: readonly OutboxItem[]): OutboxItem | undefined {
  const { content, reply_to } = discarded.content;
  const left = items.filter((item) => item.id !== discarded.id && isLeftOf(item, discarded));
  const heir = left.find(({ status }) => status === 'uploading') ?? left[0];
  if (heir === undefined || heir.content.content !== undefined) return undefined;
  const words = {
    ...(content === undefined ? {} : { content }),
    ...(reply_to === undefined ? {} : { reply_to }),
  };
  return { ...heir, content: { ...heir.content, ...words } };
}

function isLeftOf(item: OutboxItem, { owner, conversation, content, attachment }: OutboxItem): boolean {
  const isAlike = item.owner === owner && item.conversation === conversation;
  const areTogether = content.album_id !== undefined && item.content.album_id === content.album_id;
  const areFiles = item.attachment !== undefined && attachment !== undefined;
  // Nothing of it has been sent yet, or will be by itself: it may still say something else.
  const isOpen = item.status === 'uploading' || item.status === 'failed';
  return isAlike && areTogether && areFiles && isOpen;
}
