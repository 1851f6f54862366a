import { texts } from '../texts/texts.ts';

const units = ['B', 'kB', 'MB', 'GB'] as const;

/** `1.2 MB`: what a person makes of a number of bytes. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  const number = value.toLocaleString(texts.time.locale, { maximumFractionDigits: digits });
  return `${number} ${units[unit] ?? ''}`;
}

/** `0:07`, `12:34`, `1:02:03`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`
    : `${String(minutes)}:${two(seconds % 60)}`;
}

const office = 'application/vnd.openxmlformats-officedocument.';
const openDocument = 'application/vnd.oasis.opendocument.';

/** Of the types that the server tells apart, those whose own name nobody knows them by. */
const endings: ReadonlyMap<string, string> = new Map([
  ['text/plain', 'TXT'],
  ['image/jpeg', 'JPG'],
  ['audio/mp4', 'M4A'],
  ['audio/mpeg', 'MP3'],
  ['audio/matroska', 'MKA'],
  ['video/matroska', 'MKV'],
  ['video/quicktime', 'MOV'],
  ['application/epub+zip', 'EPUB'],
  ['application/gzip', 'GZ'],
  ['application/x-tar', 'TAR'],
  ['application/x-7z-compressed', '7Z'],
  [`${office}wordprocessingml.document`, 'DOCX'],
  [`${office}spreadsheetml.sheet`, 'XLSX'],
  [`${office}presentationml.presentation`, 'PPTX'],
  [`${openDocument}text`, 'ODT'],
  [`${openDocument}spreadsheet`, 'ODS'],
  [`${openDocument}presentation`, 'ODP'],
]);

/** `PDF`: the end of a file's name, for its card; else what its type says, and nothing where that is no word. */
export function formatType(filename: string, mimeType: string): string {
  // `v1.2` has no ending.
  const end = /\.(?=\d*[a-z])([a-z0-9]{1,5})$/i.exec(filename)?.[1];
  if (end !== undefined) return end.toUpperCase();
  const known = endings.get(mimeType);
  if (known !== undefined) return known;
  const type = mimeType.split('/').at(-1) ?? '';
  return /^[a-z0-9]{1,5}$/i.test(type) ? type.toUpperCase() : '';
}
