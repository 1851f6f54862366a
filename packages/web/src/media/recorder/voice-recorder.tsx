import { Mic, Pause, Play, SendHorizontal, Square, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { useSelected } from '../../app/use-observable.ts';
import { useBlobUrl } from '../../device/use-blob-url.ts';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';
import { formatDuration } from '../format-media.ts';
import { SeekBar } from '../seek-bar.tsx';
import { fitWaveform } from '../waveform-bars.ts';
import type { RecordedVoice } from './record-voice.ts';
import type { Recorder } from './use-recorder.ts';

export interface VoiceRecorderProps {
  readonly recorder: Recorder;
  readonly onSend: () => void;
  readonly onDiscard: () => void;
}

/** In place of the field: what is being recorded, then what was, and what may become of it. */
export function VoiceRecorder({ recorder, onSend, onDiscard }: VoiceRecorderProps) {
  const { state } = recorder;
  const row = useRef<HTMLDivElement>(null);
  const t = texts.media;
  // The button that was pressed is gone; the keyboard goes on from what took its place.
  useEffect(() => {
    row.current?.querySelector<HTMLElement>('button:last-of-type')?.focus();
  }, [state.phase]);
  return (
    <div
      ref={row}
      role="group"
      aria-label={t.recording}
      className="voice-recorder"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDiscard();
      }}
    >
      <IconButton icon={Trash2} label={t.discardRecording} onClick={onDiscard} />
      {state.phase === 'recorded' ? (
        <Preview voice={state.voice} />
      ) : (
        <>
          <Live state={state} />
          <IconButton
            icon={Square}
            label={t.stopRecording}
            disabled={state.phase !== 'recording'}
            onClick={recorder.stop}
          />
        </>
      )}
      <IconButton
        className="composer__send"
        icon={SendHorizontal}
        label={t.sendRecording}
        disabled={state.phase === 'asking'}
        onClick={onSend}
      />
    </div>
  );
}

/** Bars of the last moments, newest at the right. */
const liveBars = 60;

function Live({ state }: { readonly state: Recorder['state'] }) {
  const levels = state.phase === 'recording' ? state.levels.slice(-liveBars) : [];
  const lengthMs = state.phase === 'recording' ? state.lengthMs : 0;
  return (
    <>
      <span className="voice-recorder__dot" aria-hidden>
        <Mic size={16} />
      </span>
      <span role="timer" className="voice-recorder__time number" aria-label={texts.media.recording}>
        {formatDuration(lengthMs)}
      </span>
      <span className="voice-recorder__levels" aria-hidden>
        {levels.map((level, index) => (
          // Only its place tells one bar from another.
          <span key={index} style={{ height: `${String(Math.max(8, level))}%` }} />
        ))}
      </span>
    </>
  );
}

const previewId = 'recording';

function Preview({ voice }: { readonly voice: RecordedVoice }) {
  const { playback } = useApp();
  // Before its address is given back: effects end in their order.
  useEffect(() => () => playback.forget(previewId), [playback, voice]);
  const url = useBlobUrl(voice.file);
  const own = useSelected(playback.state, (state) => (state.id === previewId ? state : undefined));
  const isPlaying = own?.isPlaying === true;
  const t = texts.media;
  return (
    <>
      <IconButton
        icon={isPlaying ? Pause : Play}
        label={isPlaying ? t.pause(t.voice) : t.play(t.voice)}
        onClick={() => url !== undefined && playback.toggle(previewId, url)}
      />
      <div className="voice-recorder__preview">
        <SeekBar
          waveform={fitWaveform(voice.levels, 64)}
          positionMs={own?.positionMs ?? 0}
          lengthMs={voice.durationMs}
          label={t.position(t.voice)}
          onSeek={(ms) => url !== undefined && playback.seek(previewId, url, ms)}
        />
      </div>
      <span className="voice-recorder__time number">
        {formatDuration(own !== undefined && own.positionMs > 0 ? own.positionMs : voice.durationMs)}
      </span>
    </>
  );
}
