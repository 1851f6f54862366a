import { Download, X } from 'lucide-react';
import { IconButton } from '../../design/icon-button.tsx';
import { ModalClose, ModalTitle } from '../../design/modal.tsx';
import { useOwnId, usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { formatExact } from '../../time/format-time.ts';
import type { GalleryItem } from './use-gallery-items.ts';

export interface GalleryHeaderProps {
  readonly shown: GalleryItem | undefined;
  readonly index: number;
  readonly count: number;
}

/** Whose picture it is and when it was sent, which of how many, and what may be done with it. */
export function GalleryHeader({ shown, index, count }: GalleryHeaderProps) {
  const t = texts.media;
  return (
    <header className="gallery__header">
      <ModalTitle className="visually-hidden">{t.gallery}</ModalTitle>
      {shown !== undefined && <Facts item={shown} />}
      <span className="gallery__count number" role="status">
        {shown !== undefined && t.galleryOf(index + 1, count)}
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
      <ModalClose render={<IconButton icon={X} label={texts.app.close} className="gallery__button" />} />
    </header>
  );
}

function Facts({ item: { message } }: { readonly item: GalleryItem }) {
  const ownId = useOwnId();
  const author = usePerson(message.from);
  const name = message.from === ownId ? texts.app.you : author.name;
  return <p className="gallery__facts">{texts.media.sentBy(name, formatExact(message.createdAtMs))}</p>;
}
