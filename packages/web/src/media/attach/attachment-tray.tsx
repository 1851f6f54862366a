import { FileText, Film, LoaderCircle, Music, X } from 'lucide-react';
import { useApp } from '../../app/app-context.tsx';
import { useObservable } from '../../app/use-observable.ts';
import { useBlobUrl } from '../../device/use-blob-url.ts';
import { withoutBidiControls } from '../../message-text/bidi-controls.ts';
import { texts } from '../../texts/texts.ts';
import { formatDuration, formatSize } from '../format-media.ts';
import { unloadAtEnd } from '../unload.ts';
import type { ChosenFile } from './chosen-file.ts';

export interface AttachmentTrayProps {
  readonly files: readonly ChosenFile[];
  readonly onRemove: (key: string) => void;
}

/** Above the field: what is sent along, and whether photos go smaller. */
export function AttachmentTray({ files, onRemove }: AttachmentTrayProps) {
  const { preferences } = useApp();
  const { smallerPhotos } = useObservable(preferences.values);
  const shrinkable = files.filter(({ smaller }) => smaller !== undefined);
  const t = texts.media;
  if (files.length === 0) return null;
  return (
    <div className="attachment-tray">
      <ul className="attachment-tray__files" aria-label={t.attachments}>
        {files.map((chosen) => (
          <Tile key={chosen.key} chosen={chosen} isSmaller={smallerPhotos} onRemove={onRemove} />
        ))}
      </ul>
      {shrinkable.length > 0 && (
        <label className="attachment-tray__choice">
          <input
            type="checkbox"
            checked={smallerPhotos}
            onChange={(event) => preferences.change({ smallerPhotos: event.currentTarget.checked })}
          />
          {t.smaller}
          <span className="attachment-tray__gain number">
            {t.smallerBy(
              formatSize(sum(shrinkable.map(({ file }) => file.size))),
              formatSize(sum(shrinkable.map(({ smaller }) => smaller?.file.size ?? 0))),
            )}
          </span>
        </label>
      )}
    </div>
  );
}

interface TileProps {
  readonly chosen: ChosenFile;
  readonly isSmaller: boolean;
  readonly onRemove: (key: string) => void;
}

function Tile({ chosen, isSmaller, onRemove }: TileProps) {
  const { key, look, isPreparing, isShowable } = chosen;
  const filename = withoutBidiControls(look.filename);
  const file = (isSmaller ? chosen.smaller?.file : undefined) ?? chosen.file;
  const facts = [
    ...(look.durationMs === undefined ? [] : [formatDuration(look.durationMs)]),
    formatSize(file.size),
  ].join(' · ');
  return (
    <li className={`attachment-tile ${isShowable ? '' : 'attachment-tile--file'}`} title={filename}>
      <Picture chosen={chosen} />
      <span className={isShowable ? 'visually-hidden' : 'attachment-tile__words'}>
        <bdi className="attachment-tile__name">{filename}</bdi>
        <span className="attachment-tile__facts number">{isPreparing ? texts.media.preparing : facts}</span>
      </span>
      {isShowable && <span className="attachment-tile__size number">{facts}</span>}
      <button
        type="button"
        className="attachment-tile__remove"
        aria-label={texts.media.remove(filename)}
        title={texts.media.remove(filename)}
        onClick={() => onRemove(key)}
      >
        <X aria-hidden size={14} strokeWidth={2.5} />
      </button>
    </li>
  );
}

const icons = { image: LoaderCircle, video: Film, audio: Music, file: FileText } as const;

function Picture({ chosen: { file, look, isShowable } }: { readonly chosen: ChosenFile }) {
  const url = useBlobUrl(isShowable ? file : null);
  if (isShowable && look.kind === 'image')
    return <img className="attachment-tile__picture" src={url} alt="" draggable={false} />;
  if (isShowable)
    return (
      <video
        ref={unloadAtEnd}
        className="attachment-tile__picture"
        src={url}
        muted
        playsInline
        tabIndex={-1}
        aria-hidden
      />
    );
  const Icon = icons[look.kind];
  return (
    <span className="attachment-tile__icon">
      <Icon aria-hidden size={20} />
    </span>
  );
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
