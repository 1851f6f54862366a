import { mediaMetadataView, mediaUrl, type MediaRecord } from '@parley/core';
import type { UploadedMedia } from '@parley/protocol';

/** What an upload has become, as its uploader is told. */
export function mediaAnswer({ media, sha256 }: Pick<MediaRecord, 'media' | 'sha256'>): UploadedMedia {
  return {
    media_id: media.id,
    url: mediaUrl(media),
    content_type: media.kind,
    filename: media.filename,
    size: media.size,
    sha256,
    media_metadata: mediaMetadataView(media),
  };
}
