import { useCallback, useEffect, useRef, useState } from 'react';
import { useApp } from '../../app/app-context.tsx';
import { texts } from '../../texts/texts.ts';
import { recordVoice, type RecordedVoice, type VoiceRecording } from './record-voice.ts';

export type RecorderState =
  | { readonly phase: 'idle' }
  /** the browser is asking for the microphone */
  | { readonly phase: 'asking' }
  | { readonly phase: 'recording'; readonly lengthMs: number; readonly levels: readonly number[] }
  | { readonly phase: 'recorded'; readonly voice: RecordedVoice };

export interface Recorder {
  readonly state: RecorderState;
  readonly start: () => void;
  /** To be listened to before it is sent. */
  readonly stop: () => void;
  readonly discard: () => void;
  /** What was recorded, ended now if need be; undefined where it is nothing. Then there is none any more. */
  readonly finish: () => Promise<RecordedVoice | undefined>;
}

const idle: RecorderState = { phase: 'idle' };

/**
 * One recording from the microphone to its end. It ends when the conversation that it was begun in is left; what was
 * recorded is kept by `onLeft`.
 */
export function useRecorder(onLeft: (voice: RecordedVoice) => void): Recorder {
  const { clock, notices, playback } = useApp();
  const [state, setState] = useState<RecorderState>(idle);
  const recording = useRef<VoiceRecording>(undefined);
  /** Counts: what was asked for earlier comes to nothing. */
  const round = useRef(0);

  const discard = useCallback((): void => {
    round.current += 1;
    recording.current?.discard();
    recording.current = undefined;
    setState(idle);
  }, []);

  const stop = useCallback(async (): Promise<RecordedVoice | undefined> => {
    const ending = recording.current;
    recording.current = undefined;
    const voice = await ending?.stop();
    setState(voice === undefined ? idle : { phase: 'recorded', voice });
    return voice;
  }, []);

  const start = useCallback(async (): Promise<void> => {
    const own = (round.current += 1);
    playback.pause();
    setState({ phase: 'asking' });
    const begun = await recordVoice({
      clock,
      onLevel: () => {
        const now = recording.current;
        if (now !== undefined && round.current === own)
          setState({ phase: 'recording', lengthMs: now.lengthMs(), levels: [...now.levels] });
      },
      onEnded: () => {
        if (round.current === own && recording.current !== undefined) void stop();
      },
    });
    if (typeof begun === 'string') {
      if (round.current === own) setState(idle);
      notices.say(reasons[begun]);
    } else if (round.current === own) {
      recording.current = begun;
      // What is played while one speaks would be recorded: it ends the recording, which is kept.
      playback.begin({
        pause: () => {
          if (recording.current === begun) void stop();
        },
      });
      setState({ phase: 'recording', lengthMs: 0, levels: [] });
    } else begun.discard();
  }, [clock, notices, playback, stop]);

  async function finish(): Promise<RecordedVoice | undefined> {
    const voice = state.phase === 'recorded' ? state.voice : await stop();
    discard();
    return voice;
  }

  const leave = useRef<() => Promise<void>>(undefined);
  leave.current = async () => {
    const voice = await finish();
    if (voice !== undefined) onLeft(voice);
  };
  useEffect(() => () => void leave.current?.(), []);

  return {
    state,
    start: useCallback(() => void start(), [start]),
    stop: useCallback(() => void stop(), [stop]),
    discard,
    finish,
  };
}

const reasons = {
  denied: texts.media.micDenied,
  missing: texts.media.micMissing,
  failed: texts.media.micFailed,
} as const;
