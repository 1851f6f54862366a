import { FileText } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { formatSize, formatType } from './format-media.ts';
import type { MediaViewProps } from './message-media.tsx';
import { UploadState } from './upload-state.tsx';

/** A file: its name, size and type; a press saves it. */
export function FileCard({ message, media }: MediaViewProps) {
  const { url, filename, size, mimeType } = media;
  const words = (
    <span className="file-card__words">
      <bdi className="file-card__name">{filename}</bdi>
      <span className="file-card__facts number">
        {[formatSize(size), formatType(filename, mimeType)].filter(Boolean).join(' · ')}
      </span>
    </span>
  );
  return (
    <div className="file-card">
      <span className="file-card__icon">
        {url !== undefined || message.state !== 'uploading' ? <FileText aria-hidden size={22} /> : null}
        <UploadState message={message} />
      </span>
      {url === undefined ? (
        words
      ) : (
        <a className="file-card__link" href={url} download={filename} title={texts.media.download(filename)}>
          {words}
        </a>
      )}
    </div>
  );
}
