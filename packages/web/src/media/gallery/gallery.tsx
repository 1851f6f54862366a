import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../design/icon-button.tsx';
import { Modal } from '../../design/modal.tsx';
import { MessageText } from '../../message-text/message-text.tsx';
import { texts } from '../../texts/texts.ts';
import { GalleryHeader } from './gallery-header.tsx';
import { GalleryPhoto } from './gallery-photo.tsx';
import { GalleryVideo } from './gallery-video.tsx';
import type { Gesture } from './gesture.ts';
import { useGalleryItems } from './use-gallery-items.ts';
import { useGalleryKeys } from './use-gallery-keys.ts';

export interface GalleryProps {
  /** the message whose photo or video is shown first */
  readonly startId: string;
  readonly onClose: () => void;
}

/** Photos and videos of a conversation, one at a time, over everything else. */
export function Gallery({ startId, onClose }: GalleryProps) {
  const { items, index, step } = useGalleryItems(startId);
  const popup = useRef<HTMLDivElement>(null);
  const onKeyDown = useGalleryKeys(popup, step);
  const shown = items[index];
  const isGone = shown === undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  const caption = shown?.message.content ?? '';
  const View = shown?.media.kind === 'video' ? GalleryVideo : GalleryPhoto;

  function press(by: 1 | -1): void {
    // The button ends with the pictures; the keys go on.
    if (items[index + 2 * by] === undefined) popup.current?.focus();
    step(by);
  }

  function onGesture(gesture: Gesture): void {
    if (gesture === 'close') onClose();
    else step(gesture === 'next' ? 1 : -1);
  }

  return (
    <Modal
      isOpen
      onClose={onClose}
      ref={popup}
      className="gallery"
      initialFocus={popup}
      onKeyDown={onKeyDown}
    >
      <GalleryHeader shown={shown} index={index} count={items.length} />
      {shown !== undefined && <View key={shown.message.id} media={shown.media} onGesture={onGesture} />}
      {items.length > 1 && (
        <>
          <IconButton
            icon={ChevronLeft}
            label={texts.media.previous}
            className="gallery__turn gallery__turn--previous"
            disabled={index <= 0}
            onClick={() => press(-1)}
          />
          <IconButton
            icon={ChevronRight}
            label={texts.media.next}
            className="gallery__turn gallery__turn--next"
            disabled={index < 0 || index >= items.length - 1}
            onClick={() => press(1)}
          />
        </>
      )}
      {caption !== '' && (
        // It scrolls when it is long, so it takes the focus; each begins at its top.
        <div
          key={`caption of ${shown?.message.id ?? ''}`}
          className="gallery__caption"
          role="group"
          aria-label={texts.media.caption}
          tabIndex={0}
        >
          <MessageText text={caption} />
        </div>
      )}
    </Modal>
  );
}
