import {
  ADTS,
  EncodedPacketSink,
  FilePathSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  WAVE,
  WEBM,
  type InputTrack,
} from 'mediabunny';
import { unknownFile, type ContainerType } from './allowed-types.ts';
import type { DecodedUpload } from './decoder-messages.ts';
import { describeFile } from './describe-file.ts';
import { drawWaveform } from './draw-waveform.ts';
import { Refused } from './refused.ts';

/** Those of the table, and none that names other files or hosts, such as a playlist. */
const formats = [MP4, QTFF, WEBM, MATROSKA, OGG, MP3, ADTS, FLAC, WAVE];

/** No screen is larger; a header may say anything. */
const MAX_SIDE = 16_384;

const MAX_TRACKS = 64;

export interface ContainerWishes {
  readonly voice: boolean;
  readonly waveform?: readonly number[] | undefined;
}

/** What a container holds, by its tracks: without moving pictures it is sound, whatever it is called. MED1 */
export async function readContainer(
  path: string,
  type: ContainerType,
  wishes: ContainerWishes,
): Promise<DecodedUpload> {
  const input = new Input({ source: new FilePathSource(path), formats });
  try {
    return await readTracks(input, type, wishes);
  } catch (cause) {
    if (type.isEasilyMistaken) return describeFile(unknownFile);
    if (cause instanceof Refused) throw cause;
    throw new Refused('unsupported_type', `The ${type.name} file cannot be read: it is damaged or cut off.`, {
      cause,
    });
  } finally {
    input.dispose();
  }
}

async function readTracks(
  input: Input,
  type: ContainerType,
  wishes: ContainerWishes,
): Promise<DecodedUpload> {
  const tracks = await input.getTracks();
  if (tracks.length > MAX_TRACKS) throw new Refused('unsupported_type', `It has ${tracks.length} tracks.`);
  const playable = tracks.filter((track) => track.isVideoTrack() || track.isAudioTrack());
  if (playable.length === 0)
    throw new Refused('unsupported_type', `The ${type.name} file holds neither sound nor moving pictures.`);
  for (const track of playable) await requireLastPacket(track);
  const durationMs = Math.max(0, Math.round((await input.computeDuration(playable)) * 1000));

  const picture = await input.getPrimaryVideoTrack();
  if (picture !== null) {
    if (type.video === undefined) return describeFile(unknownFile);
    const [width, height] = [await picture.getDisplayWidth(), await picture.getDisplayHeight()];
    if (Math.max(width, height) > MAX_SIDE)
      throw new Refused('too_large', `The video is wider or higher than ${MAX_SIDE} pixels.`);
    const { mimeType, extension } = type.video;
    const media = {
      kind: 'video' as const,
      mimeType,
      width: Math.round(width),
      height: Math.round(height),
      durationMs,
    };
    return { media, extension, hasContent: false };
  }

  const { mimeType, extension } = type.audio;
  const waveform = wishes.waveform ?? (await drawWaveform(input, durationMs));
  return {
    media: {
      kind: 'audio',
      mimeType,
      durationMs,
      ...(wishes.voice ? { voice: true as const } : {}),
      ...(waveform === undefined ? {} : { waveform: [...waveform] }),
    },
    extension,
    hasContent: false,
  };
}

/** A file that is cut off has an index that promises more than there is. MED3 */
async function requireLastPacket(track: InputTrack): Promise<void> {
  const last = await new EncodedPacketSink(track).getPacket(Infinity);
  if (last === null) throw new Refused('unsupported_type', 'The file is cut off: its last part is missing.');
}
