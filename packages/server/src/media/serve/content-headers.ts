import type { Media } from '@parley/core';
import type { ServedFile } from './parse-file.ts';

/** What shows a file by itself, should somebody open its address: nothing in it runs, and it reaches nobody. SEC8 */
const filePolicy =
  "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

export interface ContentHeaders {
  readonly media: Media;
  readonly variant: ServedFile['variant'];
  /** an address that was signed for players, which may stand on any page */
  readonly isSigned: boolean;
}

export type FileHeaders = Record<string, string> & { readonly ETag: string };

/**
 * Headers of a file. Its type is what was found from its bytes; only pictures, videos and sounds are shown in place, all
 * else is for saving. SEC8
 */
export function contentHeaders({ media, variant, isSigned }: ContentHeaders): FileHeaders {
  const isThumbnail = variant === 'thumbnail';
  const isShown = isThumbnail || media.kind !== 'file';
  const filename = isThumbnail ? `${media.filename}.webp` : media.filename;
  return {
    'Content-Type': isThumbnail ? 'image/webp' : media.mimeType,
    'Content-Disposition': contentDisposition(isShown ? 'inline' : 'attachment', filename),
    'Content-Security-Policy': filePolicy,
    'Cross-Origin-Resource-Policy': isSigned ? 'cross-origin' : 'same-origin',
    'Accept-Ranges': 'bytes',
    // An id names the same bytes for ever.
    ETag: `"${media.id}${isThumbnail ? '-thumbnail' : ''}"`,
    'Cache-Control': 'private, max-age=31536000, immutable',
  };
}

/** RFC 6266: the name in plain ASCII for old readers, and as it is (RFC 8187). */
function contentDisposition(type: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replaceAll(/[^ -~]|["\\%]/g, '_');
  const exact = encodeURIComponent(filename).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
