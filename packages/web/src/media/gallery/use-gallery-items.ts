import { useEffect, useMemo, useState } from 'react';
import type { Message } from '@parley/client';
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
  /** So many on or back, and no further than there are any. */
  readonly step: (by: number) => void;
}

/** So many before the first one older messages are asked for. */
const ahead = 2;

/** All photos and videos of the stretch in view, oldest first; older ones come as one goes back. */
export function useGalleryItems(startId: string): GalleryItems {
  const { handle } = useConversation();
  const { items: held, settling, provisional, ...view } = useObservable(handle.view);
  const [shownId, setShownId] = useState(startId);
  const items = useMemo(
    () =>
      [
        ...held.flatMap((item) => (item.kind === 'message' ? [item.message] : [])),
        ...settling,
        ...provisional,
      ].flatMap(galleryItemOf),
    [held, settling, provisional],
  );
  const index = items.findIndex(({ message }) => message.id === shownId);
  const mayLoad = view.hasOlder && !view.isLoading && view.loadError === undefined;
  const isNearStart = index >= 0 && index < ahead && mayLoad;
  useEffect(() => {
    if (isNearStart) void handle.loadOlder();
  }, [handle, isNearStart]);
  return {
    items,
    index,
    step: (by) => {
      const next = items[Math.min(items.length - 1, Math.max(0, index + by))];
      if (next !== undefined) setShownId(next.message.id);
    },
  };
}

function galleryItemOf(stored: Message): readonly GalleryItem[] {
  const message = shownMessage(stored);
  const { media } = message;
  if (media?.url === undefined || message.isDeleted) return [];
  const isShown = media.kind === 'image' || media.kind === 'video';
  return isShown ? [{ message, media: { ...media, url: media.url } }] : [];
}
