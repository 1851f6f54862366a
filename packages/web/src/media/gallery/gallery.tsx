import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { previewOf } from '../../message-text/preview-of.ts';
import { useOwnId, usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { formatExact } from '../../time/format-time.ts';
import { GalleryPhoto } from './gallery-photo.tsx';
import { useBackCloses } from './use-back-closes.ts';
import { useGalleryItems, type GalleryItem } from './use-gallery-items.ts';

export interface GalleryProps {
  /** the message whose photo or video is shown first */
  readonly startId: string;
  readonly onClose: () => void;
}

/** Photos and videos of a conversation, one at a time, over everything else. */
export function Gallery({ startId, onClose }: GalleryProps) {
  const { items, index, step } = useGalleryItems(startId);
  const popup = useRef<HTMLDivElement>(null);
  useBackCloses(onClose);
  const shown = items[index];
  const isGone = shown === undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  const caption = previewOf(shown?.message.content ?? '');
  const t = texts.media;

  function onKeyDown(event: KeyboardEvent): void {
    // A video has these keys for itself.
    if (event.target instanceof HTMLVideoElement) return;
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    step(event.key === 'ArrowLeft' ? -1 : 1);
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop forceRender className="backdrop" />
        <Dialog.Popup ref={popup} className="gallery" initialFocus={popup} onKeyDown={onKeyDown}>
          <header className="gallery__header">
            <Dialog.Title className="visually-hidden">{t.gallery}</Dialog.Title>
            {shown !== undefined && <Facts item={shown} />}
            <span className="gallery__count number" role="status">
              {shown !== undefined && t.galleryOf(index + 1, items.length)}
            </span>
            {shown !== undefined && (
              <a
                className="icon-button gallery__button"
                href={shown.media.url}
                download={shown.media.filename}
                aria-label={t.download(shown.media.filename)}
                title={t.save}
              >
                <Download aria-hidden size={20} strokeWidth={1.9} />
              </a>
            )}
            <Dialog.Close
              render={<IconButton icon={X} label={texts.app.close} className="gallery__button" />}
            />
          </header>
          {shown !== undefined && <Shown key={shown.message.id} item={shown} step={step} />}
          <IconButton
            icon={ChevronLeft}
            label={t.previous}
            className="gallery__turn gallery__turn--previous"
            disabled={index <= 0}
            onClick={() => step(-1)}
          />
          <IconButton
            icon={ChevronRight}
            label={t.next}
            className="gallery__turn gallery__turn--next"
            disabled={index < 0 || index >= items.length - 1}
            onClick={() => step(1)}
          />
          {caption !== '' && (
            <p className="gallery__caption" dir="auto">
              {caption}
            </p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ShownProps {
  readonly item: GalleryItem;
  readonly step: (by: 1 | -1) => void;
}

function Shown({ item: { media }, step }: ShownProps) {
  const { playback } = useApp();
  if (media.kind === 'image') return <GalleryPhoto media={media} onSwipe={step} />;
  return (
    <div className="gallery__stage">
      <video
        className="gallery__video"
        src={media.url}
        poster={media.thumbnailUrl}
        width={media.width}
        height={media.height}
        aria-label={media.filename}
        controls
        autoPlay
        playsInline
        onPlay={(event) => playback.begin(event.currentTarget)}
      />
    </div>
  );
}

function Facts({ item: { message } }: { readonly item: GalleryItem }) {
  const ownId = useOwnId();
  const author = usePerson(message.from);
  const name = message.from === ownId ? texts.app.you : author.name;
  return (
    <p className="gallery__facts">
      <bdi>{texts.media.sentBy(name, formatExact(message.createdAtMs))}</bdi>
    </p>
  );
}
