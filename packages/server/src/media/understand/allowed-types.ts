// What Parley recognises, as data. The reader, the tests and the table in docs/media.md are made from it.

/** A name on the wire, and the ending of the served file's name. */
interface Served {
  readonly mimeType: string;
  /** without the dot */
  readonly extension: string;
}

interface BaseType {
  /** what people call it */
  readonly name: string;
  /** MIME types by which `file-type` tells of it */
  readonly detected: readonly string[];
  /** what people should know; a sentence */
  readonly note?: string;
}

/** A picture: decoded, turned upright and written anew without metadata. */
export interface ImageType extends BaseType, Served {
  readonly reader: 'image';
  readonly format: 'jpeg' | 'png' | 'gif' | 'webp' | 'avif';
}

/** Sound, or sound and moving pictures: its tracks say which. Served as received. */
export interface ContainerType extends BaseType {
  readonly reader: 'container';
  readonly audio: Served;
  /** absent: with moving pictures in it, it is a file */
  readonly video?: Served;
  /** two bytes are enough to look like one, so what cannot be read is a file and not a damaged sound */
  readonly isEasilyMistaken?: true;
}

/** Never looked into and never shown inline: a download, as received. */
export interface FileType extends BaseType, Served {
  readonly reader: 'none';
}

export type AllowedType = ImageType | ContainerType | FileType;

const images: readonly ImageType[] = [
  {
    name: 'JPEG',
    reader: 'image',
    format: 'jpeg',
    detected: ['image/jpeg'],
    mimeType: 'image/jpeg',
    extension: 'jpg',
  },
  {
    name: 'PNG',
    reader: 'image',
    format: 'png',
    detected: ['image/png', 'image/apng'],
    mimeType: 'image/png',
    extension: 'png',
    note: 'An animated PNG becomes its first picture.',
  },
  {
    name: 'GIF',
    reader: 'image',
    format: 'gif',
    detected: ['image/gif'],
    mimeType: 'image/gif',
    extension: 'gif',
    note: 'Animation is kept. One that is cut off keeps its whole frames.',
  },
  {
    name: 'WebP',
    reader: 'image',
    format: 'webp',
    detected: ['image/webp'],
    mimeType: 'image/webp',
    extension: 'webp',
    note: 'Animation is kept.',
  },
  {
    name: 'AVIF',
    reader: 'image',
    format: 'avif',
    detected: ['image/avif'],
    mimeType: 'image/avif',
    extension: 'avif',
    note: 'A sequence becomes its first picture.',
  },
];

const containers: readonly ContainerType[] = [
  {
    name: 'MP4, M4A, 3GP',
    reader: 'container',
    detected: ['video/mp4', 'video/x-m4v', 'audio/mp4', 'audio/x-m4a', 'video/3gpp', 'video/3gpp2'],
    video: { mimeType: 'video/mp4', extension: 'mp4' },
    audio: { mimeType: 'audio/mp4', extension: 'm4a' },
    note: 'One that is cut off is refused.',
  },
  {
    name: 'QuickTime',
    reader: 'container',
    detected: ['video/quicktime'],
    video: { mimeType: 'video/quicktime', extension: 'mov' },
    audio: { mimeType: 'audio/mp4', extension: 'm4a' },
    note: 'One that is cut off is refused.',
  },
  {
    name: 'WebM',
    reader: 'container',
    detected: ['video/webm', 'audio/webm'],
    video: { mimeType: 'video/webm', extension: 'webm' },
    audio: { mimeType: 'audio/webm', extension: 'webm' },
    note: 'One that is cut off is refused.',
  },
  {
    name: 'Matroska',
    reader: 'container',
    detected: ['video/matroska', 'audio/matroska'],
    video: { mimeType: 'video/matroska', extension: 'mkv' },
    audio: { mimeType: 'audio/matroska', extension: 'mka' },
    note: 'Not every browser plays it.',
  },
  {
    name: 'Ogg (Opus, Vorbis)',
    reader: 'container',
    detected: ['audio/ogg', 'audio/ogg; codecs=opus'],
    audio: { mimeType: 'audio/ogg', extension: 'ogg' },
    note: 'Ogg with moving pictures is a download.',
  },
  {
    name: 'MP3',
    reader: 'container',
    detected: ['audio/mpeg'],
    audio: { mimeType: 'audio/mpeg', extension: 'mp3' },
    isEasilyMistaken: true,
    note: 'One that is cut off ends there.',
  },
  {
    name: 'AAC',
    reader: 'container',
    detected: ['audio/aac'],
    audio: { mimeType: 'audio/aac', extension: 'aac' },
    isEasilyMistaken: true,
    note: 'One that is cut off ends there.',
  },
  {
    name: 'FLAC',
    reader: 'container',
    detected: ['audio/flac'],
    audio: { mimeType: 'audio/flac', extension: 'flac' },
    note: 'One that is cut off ends there.',
  },
  {
    name: 'WAV',
    reader: 'container',
    detected: ['audio/wav'],
    audio: { mimeType: 'audio/wav', extension: 'wav' },
    note: 'One that is cut off ends there. The waveform of 16-bit sound is drawn by the server.',
  },
];

/** A download under the type by which it is told. */
function file(name: string, extension: string, mimeType: string): FileType {
  return { name, reader: 'none', detected: [mimeType], mimeType, extension };
}

const openDocument = 'application/vnd.oasis.opendocument';
const openXml = 'application/vnd.openxmlformats-officedocument';

const files: readonly FileType[] = [
  file('PDF', 'pdf', 'application/pdf'),
  file('Word', 'docx', `${openXml}.wordprocessingml.document`),
  file('Excel', 'xlsx', `${openXml}.spreadsheetml.sheet`),
  file('PowerPoint', 'pptx', `${openXml}.presentationml.presentation`),
  file('OpenDocument text', 'odt', `${openDocument}.text`),
  file('OpenDocument table', 'ods', `${openDocument}.spreadsheet`),
  file('OpenDocument slides', 'odp', `${openDocument}.presentation`),
  file('EPUB', 'epub', 'application/epub+zip'),
  file('RTF', 'rtf', 'application/rtf'),
  file('ZIP', 'zip', 'application/zip'),
  file('gzip', 'gz', 'application/gzip'),
  file('tar', 'tar', 'application/x-tar'),
  file('7-Zip', '7z', 'application/x-7z-compressed'),
  file('HEIC', 'heic', 'image/heic'),
  file('HEIF', 'heif', 'image/heif'),
  file('TIFF', 'tiff', 'image/tiff'),
  file('BMP', 'bmp', 'image/bmp'),
];

/** Valid UTF-8 without NUL, whatever language it is written in. */
export const plainText: FileType = {
  name: 'Text in UTF-8',
  reader: 'none',
  detected: [],
  mimeType: 'text/plain',
  extension: 'txt',
  note: 'SVG, HTML, XML and scripts are text like any other.',
};

/** Everything that nothing else here describes. */
export const unknownFile: FileType = {
  name: 'Everything else',
  reader: 'none',
  detected: [],
  mimeType: 'application/octet-stream',
  extension: 'bin',
};

/** In the order of the published table. */
export const allowedTypes: readonly AllowedType[] = [
  ...images,
  ...containers,
  ...files,
  plainText,
  unknownFile,
];

/** Beyond these an image is `too_large`, before it is decoded. */
export const imageLimits = {
  /** width × height × frames, as decoded */
  pixels: 50_000_000,
  frames: 1000,
} as const;

/** The longest side of a thumbnail, in pixels. */
export const thumbnailSide = 640;

/** Whole numbers from 0 to 100 that a waveform may have. */
export const maxWaveformBars = 128;
