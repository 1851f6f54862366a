import { useEffect, useMemo, useState } from 'react';
import { useObservable } from '../../app/use-observable.ts';
import { useConversation } from '../../conversation/conversation-context.tsx';
import { shownMessage, type ShownMessage } from '../../conversation/rows/shown-message.ts';
import type { ShownMedia } from '../shown-media.ts';

export interface GalleryItem {
  readonly message: ShownMessage;
  readonly media: ShownMedia & { readonly url: string };
}

export interface GalleryItems {
  readonly items: readonly GalleryItem[];
  /** place of what is shown; -1 once it is gone */
  readonly index: number;
  readonly step: (by: 1 | -1) => void;
}

/** So many before the first one older messages are asked for. */
const ahead = 2;

/** All photos and videos of the stretch in view, oldest first; older ones come as one goes back. */
export function useGalleryItems(startId: string): GalleryItems {
  const { handle } = useConversation();
  const { items: held, hasOlder, isLoading, loadError } = useObservable(handle.view);
  const [shownId, setShownId] = useState(startId);
  const items = useMemo(
    () =>
      held.flatMap((item): GalleryItem[] => {
        if (item.kind !== 'message') return [];
        const message = shownMessage(item.message);
        const { media } = message;
        if (media?.url === undefined || message.isDeleted) return [];
        const isShown = media.kind === 'image' || media.kind === 'video';
        return isShown ? [{ message, media: { ...media, url: media.url } }] : [];
      }),
    [held],
  );
  const index = items.findIndex(({ message }) => message.id === shownId);
  const isNearStart = index < ahead && hasOlder && !isLoading && loadError === undefined;
  useEffect(() => {
    if (isNearStart) void handle.loadOlder();
  }, [handle, isNearStart]);
  return {
    items,
    index,
    step: (by) => {
      const next = items[index + by];
      if (next !== undefined) setShownId(next.message.id);
    },
  };
}
