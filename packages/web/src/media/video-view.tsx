import { Maximize2, Play } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useConversation } from '../conversation/conversation-context.tsx';
import { texts } from '../texts/texts.ts';
import { formatDuration } from './format-media.ts';
import { MediaBox } from './media-box.tsx';
import type { MediaViewProps } from './message-media.tsx';
import { unloadAtEnd } from './unload.ts';
import { UploadState } from './upload-state.tsx';
import { useLocalUrl } from './use-local-url.ts';

/** A video in its bubble: its first picture, and from a press on the video itself, in the same place; of an album, large. */
export function VideoView({ message, media, isTile = false }: MediaViewProps) {
  const { playback } = useApp();
  const { openGallery } = useConversation();
  const local = useLocalUrl(media);
  const [isPlaying, setIsPlaying] = useState(false);
  const address = local ?? media.url;
  const length = media.durationMs === undefined ? undefined : formatDuration(media.durationMs);
  const t = texts.media;
  return (
    <MediaBox media={media} isTile={isTile}>
      {isPlaying && address !== undefined ? (
        <video
          ref={unloadAtEnd}
          className="media-box__picture media-box__video"
          src={address}
          poster={media.thumbnailUrl}
          aria-label={media.filename}
          controls
          autoPlay
          playsInline
          onPlay={(event) => playback.begin(event.currentTarget)}
        />
      ) : (
        <button
          type="button"
          className="media-box__open"
          aria-label={t.playVideo(media.filename, length)}
          disabled={(isTile ? media.url : address) === undefined}
          onClick={() => (isTile ? openGallery(message.id) : setIsPlaying(true))}
        >
          <Still thumbnailUrl={media.thumbnailUrl} local={local} />
          {message.state !== 'uploading' && (
            <span className="media-box__play">
              <Play aria-hidden size={22} fill="currentColor" />
            </span>
          )}
          {length !== undefined && <span className="media-box__length number">{length}</span>}
        </button>
      )}
      {media.url !== undefined && !isTile && (
        <button
          type="button"
          className="media-box__corner"
          aria-label={t.openVideo(media.filename)}
          title={t.openVideo(media.filename)}
          aria-haspopup="dialog"
          onClick={() => {
            setIsPlaying(false);
            openGallery(message.id);
          }}
        >
          <Maximize2 aria-hidden size={16} />
        </button>
      )}
      <UploadState message={message} />
    </MediaBox>
  );
}

/** What stands for the video: its picture from the server, or the first of the file that waits. */
function Still({
  thumbnailUrl,
  local,
}: {
  readonly thumbnailUrl: string | undefined;
  readonly local: string | undefined;
}) {
  if (local !== undefined)
    return (
      <video
        ref={unloadAtEnd}
        className="media-box__picture"
        src={local}
        preload="metadata"
        muted
        playsInline
        tabIndex={-1}
        aria-hidden
      />
    );
  if (thumbnailUrl === undefined) return null;
  return <img className="media-box__picture" src={thumbnailUrl} alt="" draggable={false} decoding="async" />;
}
