import type { OutgoingFile } from '@parley/client';
import { texts } from '../../texts/texts.ts';
import { fitWaveform } from '../waveform-bars.ts';
import type { RecordedVoice } from './record-voice.ts';

/** Shorter than this was a slip of the finger. */
const leastMs = 300;
const bars = 64;

/** What was recorded as it is sent; undefined where it is too short to be meant. */
export function voiceFile({ file, durationMs, levels }: RecordedVoice): OutgoingFile | undefined {
  if (durationMs < leastMs) return undefined;
  const extension = file.type === 'audio/mp4' ? 'm4a' : (file.type.split('/')[1] ?? 'webm');
  return {
    file,
    filename: `${texts.media.voiceName}.${extension}`,
    kind: 'audio',
    voice: true,
    durationMs,
    waveform: fitWaveform(levels, bars),
  };
}
