import { accept, refuseField, waveform as waveformShape, type Result } from '@parley/protocol';
import type { UploadWishes } from '../understand/understand.ts';
import { cleanFilename } from './clean-filename.ts';

export interface UploadDescription {
  /** clean */
  readonly filename: string;
  readonly wishes: UploadWishes;
}

const header = 'upload-metadata';

/**
 * `Upload-Metadata` of tus: names and values in base64, separated by commas. `filename`, `voice` and `waveform` count,
 * others are dropped; whatever is not well-formed refuses the whole. SEC2
 */
export function parseTusMetadata(text: string | undefined): Result<UploadDescription> {
  const values = new Map<string, string>();
  for (const pair of text === undefined || text.trim() === '' ? [] : text.split(',')) {
    const parsed = /^ *([!-+\--~]+)(?: ([A-Za-z0-9+/]*={0,2}))? *$/.exec(pair);
    const [, name = '', base64 = ''] = parsed ?? [];
    if (parsed === null || values.has(name)) return refuseField(header, 'is malformed');
    const value = decode(base64);
    if (value === undefined) return refuseField(header, `${name} is not UTF-8 in base64`);
    values.set(name, value);
  }
  return describeUpload({
    filename: values.get('filename') ?? '',
    voice: values.get('voice'),
    waveform: values.get('waveform'),
  });
}

/** What a form or a header says of a file, parsed. */
export function describeUpload(given: {
  readonly filename: string;
  readonly voice: string | undefined;
  readonly waveform: string | undefined;
}): Result<UploadDescription> {
  const { voice = 'false' } = given;
  if (voice !== 'true' && voice !== 'false') return refuseField('voice', 'must be true or false');
  const waveform = given.waveform === undefined ? accept(undefined) : parseWaveform(given.waveform);
  if (!waveform.ok) return waveform;
  return accept({
    filename: cleanFilename(given.filename),
    wishes: {
      voice: voice === 'true',
      ...(waveform.value === undefined ? {} : { waveform: waveform.value }),
    },
  });
}

function parseWaveform(text: string): Result<number[]> {
  try {
    const parsed = waveformShape.safeParse(JSON.parse(text));
    if (parsed.success) return accept(parsed.data);
  } catch {
    // Not JSON: refused like any other shape.
  }
  return refuseField('waveform', 'must be a JSON array of up to 128 whole numbers from 0 to 100');
}

function decode(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  // `Buffer` forgives what is no base64; what it reads must be what was written.
  if (bytes.toString('base64') !== base64) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
