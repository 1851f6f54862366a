import type { FileType } from './allowed-types.ts';
import type { DecodedUpload } from './decoder-messages.ts';

/** A download: nothing is known of it but its type. */
export function describeFile({ mimeType, extension }: FileType): DecodedUpload {
  return { media: { kind: 'file', mimeType }, extension, hasContent: false };
}
