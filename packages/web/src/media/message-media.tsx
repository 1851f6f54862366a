import { AudioView } from './audio-view.tsx';
import { FileCard } from './file-card.tsx';
import { ImageView } from './image-view.tsx';
import type { ShownMessage } from '../conversation/rows/shown-message.ts';
import type { ShownMedia } from './shown-media.ts';
import { VideoView } from './video-view.tsx';

export interface MediaViewProps {
  readonly message: ShownMessage;
  readonly media: ShownMedia;
  /** one of an album: as large as its place there */
  readonly isTile?: boolean;
}

/** What a message carries, in its bubble. */
export function MessageMedia(props: MediaViewProps) {
  switch (props.media.kind) {
    case 'image':
      return <ImageView {...props} />;
    case 'video':
      return <VideoView {...props} />;
    case 'audio':
      return <AudioView {...props} />;
    case 'file':
      return <FileCard {...props} />;
  }
}
