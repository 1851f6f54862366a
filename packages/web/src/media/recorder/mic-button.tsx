import { Mic } from 'lucide-react';
import { useRef } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { texts } from '../../texts/texts.ts';
import type { Recorder } from './use-recorder.ts';

export interface MicButtonProps {
  readonly recorder: Recorder;
  readonly onSend: () => void;
}

/** A press held this long is let go to send; a shorter one is a click, which leaves it running. */
const holdMs = 500;
/** Let go this far from the button it is kept, to be listened to or discarded. */
const awayPx = 70;

/** Begins a voice message: by a click, by the keyboard, or held for as long as one speaks. */
export function MicButton({ recorder, onSend }: MicButtonProps) {
  const { clock } = useApp();
  const pressed = useRef<{ readonly atMs: number; readonly x: number; readonly y: number }>(undefined);
  return (
    <IconButton
      className="composer__mic"
      icon={Mic}
      label={texts.media.record}
      title={texts.media.recordHint}
      onContextMenu={(event) => event.preventDefault()}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        pressed.current = { atMs: clock.monotonicMs(), x: event.clientX, y: event.clientY };
        const stop = new AbortController();
        // The button itself gives way to the recorder: the page hears where it is let go.
        document.addEventListener(
          'pointerup',
          (up) => {
            stop.abort();
            const from = pressed.current;
            pressed.current = undefined;
            if (from === undefined || clock.monotonicMs() - from.atMs < holdMs) return;
            const isAway = Math.hypot(up.clientX - from.x, up.clientY - from.y) > awayPx;
            if (isAway) recorder.stop();
            else onSend();
          },
          { signal: stop.signal },
        );
        document.addEventListener('pointercancel', () => stop.abort(), { signal: stop.signal });
        recorder.start();
      }}
      onClick={(event) => {
        // By the keyboard; a press of the pointer has begun it already.
        if (event.detail === 0) recorder.start();
      }}
    />
  );
}
