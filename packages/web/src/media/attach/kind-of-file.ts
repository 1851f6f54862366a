import type { MediaKind } from '@parley/client';

/** What browsers show in an `img`; the rest goes as a file. */
const pictures = /^image\/(jpeg|png|webp|gif|avif|heic|heif)$/;

/** What a file is by its type: a first guess, which a look into it may take back. */
export function kindOfFile({ type }: Pick<Blob, 'type'>): MediaKind {
  const bare = type.split(';')[0] ?? '';
  if (pictures.test(bare)) return 'image';
  if (bare.startsWith('video/')) return 'video';
  return bare.startsWith('audio/') ? 'audio' : 'file';
}
