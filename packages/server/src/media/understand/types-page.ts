import {
  allowedTypes,
  imageLimits,
  thumbnailSide,
  type AllowedType,
  type ContainerType,
} from './allowed-types.ts';

/** The table of docs/media.md: what an upload may be found to be, and what becomes of it. Markdown. */
export function mediaTypesTable(): string {
  const head = ['what the bytes are', 'kind', 'served as', 'to know'];
  const rows = allowedTypes.map((type) => [type.name, kindOf(type), servedAs(type), type.note ?? '']);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The sizes of docs/media.md. Markdown. */
export function mediaLimits(): string {
  const pixels = imageLimits.pixels / 1e6;
  return `An image has at most ${pixels} million pixels, all frames together, and ${imageLimits.frames} frames; above, it is \`too_large\`. A thumbnail's longest side is ${thumbnailSide} pixels.`;
}

function kindOf(type: AllowedType): string {
  if (type.reader === 'image') return 'image';
  if (type.reader === 'none') return 'file';
  return type.video === undefined ? 'audio' : 'video, or audio without moving pictures';
}

function servedAs(type: AllowedType): string {
  const served = type.reader === 'container' ? servedByTracks(type) : [type];
  return served.map(({ mimeType, extension }) => `\`${mimeType}\` (\`.${extension}\`)`).join(', ');
}

const servedByTracks = ({ video, audio }: ContainerType) => (video === undefined ? [audio] : [video, audio]);
