import { Pause, Play } from 'lucide-react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { formatDuration, formatSize } from './format-media.ts';
import type { MediaViewProps } from './message-media.tsx';
import { nextSpeed } from './playback.ts';
import { SeekBar } from './seek-bar.tsx';
import { UploadState } from './upload-state.tsx';
import { useLocalUrl } from './use-local-url.ts';

/** Something to listen to: it goes on while one reads elsewhere, and stops when another one begins. */
export function AudioView({ message, media }: MediaViewProps) {
  const { playback } = useApp();
  const local = useLocalUrl(media);
  const own = useSelected(playback.state, (state) => (state.id === message.id ? state : undefined));
  const speed = useSelected(playback.state, (state) => state.speed);
  const address = local ?? media.url;
  const lengthMs = own?.durationMs ?? media.durationMs;
  const t = texts.media;
  const name = media.isVoice ? t.voice : media.filename;
  const isPlaying = own?.isPlaying === true;
  const Icon = isPlaying ? Pause : Play;
  return (
    <div className={`player ${media.isVoice ? 'player--voice' : ''}`}>
      <span className="player__start">
        {message.state === 'uploading' ? (
          <UploadState message={message} />
        ) : (
          <button
            type="button"
            className="player__button"
            aria-label={isPlaying ? t.pause(name) : t.play(name)}
            disabled={address === undefined}
            onClick={() => address !== undefined && playback.toggle(message.id, address)}
          >
            <Icon aria-hidden size={18} fill="currentColor" />
          </button>
        )}
      </span>
      <div className="player__middle">
        {!media.isVoice && <bdi className="player__name">{media.filename}</bdi>}
        <SeekBar
          waveform={media.waveform}
          positionMs={own?.positionMs ?? 0}
          lengthMs={lengthMs}
          label={t.position(name)}
          onSeek={(ms) => address !== undefined && playback.seek(message.id, address, ms)}
        />
        <p className="player__facts number">
          {own === undefined || (own.positionMs === 0 && !isPlaying)
            ? lengthMs === undefined
              ? formatSize(media.size)
              : formatDuration(lengthMs)
            : `${formatDuration(own.positionMs)}${lengthMs === undefined ? '' : ` / ${formatDuration(lengthMs)}`}`}
          {own?.hasFailed === true && <span className="player__failed">{t.notPlayable}</span>}
        </p>
      </div>
      {media.isVoice && (
        <button
          type="button"
          className="player__speed number"
          aria-label={t.speed(speed)}
          title={t.speedHint}
          onClick={() => playback.setSpeed(nextSpeed(speed))}
        >
          {t.times(speed)}
        </button>
      )}
    </div>
  );
}
