import type { Clock } from '@parley/client';

/** A recording that is under way. */
export interface VoiceRecording {
  /** loudness so far, 0..100, one each `levelMs` */
  readonly levels: readonly number[];
  lengthMs(): number;
  /** Ends it, and answers what was recorded; undefined where that is nothing. */
  stop(): Promise<RecordedVoice | undefined>;
  /** Ends it for nothing. */
  discard(): void;
}

export interface RecordedVoice {
  readonly file: Blob;
  readonly durationMs: number;
  readonly levels: readonly number[];
}

export type RecordingFailure = 'denied' | 'missing' | 'failed';

export interface RecordOptions {
  readonly clock: Clock;
  /** After each new level. */
  readonly onLevel: () => void;
  /** The microphone was taken away, or the recording is as long as it may be. */
  readonly onEnded: () => void;
}

export const levelMs = 100;
/** Speech is clear at this rate, and an hour is 14 MB. */
const bitsPerSecond = 32_000;
export const mostMs = 60 * 60_000;

/** What is recorded in, the first that the browser can: Opus wherever there is, AAC on Apple’s. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** Asks for the microphone and begins. Resolves with why not, where there is none to have. */
export async function recordVoice(options: RecordOptions): Promise<VoiceRecording | RecordingFailure> {
  // Absent where the page is not served securely.
  const devices = (navigator as { readonly mediaDevices?: MediaDevices }).mediaDevices;
  if (devices === undefined || typeof MediaRecorder === 'undefined') return 'missing';
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    return name === 'NotFoundError' ? 'missing' : 'failed';
  }
  try {
    return begin(stream, options);
  } catch {
    release(stream);
    return 'failed';
  }
}

function begin(stream: MediaStream, { clock, onLevel, onEnded }: RecordOptions): VoiceRecording {
  const type = types.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: bitsPerSecond,
    ...(type === undefined ? {} : { mimeType: type }),
  });
  const meter = createMeter(stream);
  const parts: Blob[] = [];
  const levels: number[] = [];
  const startedMs = clock.monotonicMs();
  let endedMs: number | undefined;
  const lengthMs = (): number => (endedMs ?? clock.monotonicMs()) - startedMs;
  const stopped = Promise.withResolvers<undefined>();

  const listen = (): void => {
    levels.push(meter.level());
    onLevel();
    if (lengthMs() >= mostMs) onEnded();
    else cancel = clock.after(levelMs, listen);
  };
  let cancel = clock.after(levelMs, listen);

  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) parts.push(data);
  });
  recorder.addEventListener('stop', () => stopped.resolve(undefined));
  // The device was unplugged, or the browser took it back.
  for (const track of stream.getTracks()) track.addEventListener('ended', onEnded);
  recorder.start(1_000);

  function end(): void {
    endedMs ??= clock.monotonicMs();
    cancel();
    meter.close();
    if (recorder.state === 'inactive') stopped.resolve(undefined);
    else recorder.stop();
    release(stream);
  }

  return {
    levels,
    lengthMs,
    async stop() {
      end();
      await stopped.promise;
      // Without its codec: a plain type is all that a file has.
      const file = new Blob(parts, { type: (recorder.mimeType || type || 'audio/webm').split(';')[0] ?? '' });
      return file.size === 0 ? undefined : { file, durationMs: Math.round(lengthMs()), levels };
    },
    discard: end,
  };
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** How loud the microphone is now, 0..100. */
function createMeter(stream: MediaStream): { level(): number; close(): void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      const square = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Speech lies between −50 dB and −10 dB.
      const decibel = 20 * Math.log10(Math.sqrt(square) + 1e-6);
      return Math.round(Math.min(100, Math.max(0, ((decibel + 50) / 40) * 100)));
    },
    close: () => void context.close(),
  };
}
