import { ImageOff } from 'lucide-react';
import { useLoadFailure } from '../app/use-load-failure.ts';
import { useConversation } from '../conversation/conversation-context.tsx';
import { texts } from '../texts/texts.ts';
import { MediaBox } from './media-box.tsx';
import type { MediaViewProps } from './message-media.tsx';
import { UploadState } from './upload-state.tsx';
import { useLocalUrl } from './use-local-url.ts';

/** A photo in its bubble; a press opens it large. */
export function ImageView({ message, media, isTile = false }: MediaViewProps) {
  const { openGallery } = useConversation();
  const local = useLocalUrl(media);
  const [hasFailed, fail] = useLoadFailure();
  // A thumbnail stands still; what moves is shown itself.
  const remote = media.mimeType === 'image/gif' ? media.url : (media.thumbnailUrl ?? media.url);
  const address = local ?? remote;
  const t = texts.media;
  return (
    <MediaBox media={media} isTile={isTile}>
      <button
        type="button"
        className="media-box__open"
        aria-label={t.openPhoto(media.filename)}
        aria-haspopup="dialog"
        disabled={media.url === undefined}
        onClick={() => openGallery(message.id)}
      >
        {hasFailed ? (
          <span className="media-box__failed">
            <ImageOff aria-hidden size={24} />
            {t.notLoaded}
          </span>
        ) : (
          address !== undefined && (
            <img
              className="media-box__picture"
              src={address}
              alt=""
              draggable={false}
              decoding="async"
              onError={() => {
                if (local === undefined) fail();
              }}
            />
          )
        )}
      </button>
      <UploadState message={message} />
    </MediaBox>
  );
}
