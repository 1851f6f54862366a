import { EncodedPacketSink, type Input } from 'mediabunny';

const BARS = 64;

/** A sound's loudest moments as bars from 0 to 100, for 16-bit PCM; `undefined`: it would have to be decoded. */
export async function drawWaveform(input: Input, durationMs: number): Promise<number[] | undefined> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null || durationMs === 0 || (await track.getCodec()) !== 'pcm-s16') return undefined;
  const peaks = new Array<number>(BARS).fill(0);
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const bytes = new DataView(packet.data.buffer, packet.data.byteOffset, packet.data.byteLength);
    const [startMs, lengthMs] = [packet.timestamp * 1000, packet.duration * 1000];
    for (let at = 0; at + 1 < bytes.byteLength; at += 2) {
      const ms = startMs + (at / bytes.byteLength) * lengthMs;
      const bar = Math.min(BARS - 1, Math.max(0, Math.floor((ms / durationMs) * BARS)));
      peaks[bar] = Math.max(peaks[bar] ?? 0, Math.abs(bytes.getInt16(at, true)));
    }
  }
  const loudest = Math.max(...peaks, 1);
  return peaks.map((peak) => Math.round((peak / loudest) * 100));
}
