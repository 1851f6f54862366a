// Files that no tool makes on purpose, and small ones that need none.
import { spawnSync } from 'node:child_process';
import { crc32, deflateSync, gzipSync } from 'node:zlib';

/** A ZIP with stored entries, in order. */
export function makeZip(entries: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(entries)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}

/** One chunk of a PNG. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A black PNG of one bit for each pixel, whose data deflates a thousandfold. */
export function makePngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', rows), pngChunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...chunks]);
}

/** A GIF of one pixel and so many frames. */
export function makeGif(frames: number): Buffer {
  const header = Buffer.from('GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff', 'latin1');
  const control = '\x21\xf9\x04\x04\x05\x00\x00\x00';
  const image = '\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00';
  return Buffer.concat([header, Buffer.from((control + image).repeat(frames), 'latin1'), Buffer.from(';')]);
}

/** The same MP4, to be shown a quarter turned: the first track's matrix says so. */
export function turnMp4(film: Buffer): Buffer {
  const turned = Buffer.from(film);
  const matrix = turned.indexOf('tkhd') + 44;
  const quarter = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  quarter.forEach((value, index) => turned.writeInt32BE(value, matrix + index * 4));
  return turned;
}

const tar = (): Buffer => spawnSync('tar', ['-cf', '-', '-C', '/', '--no-recursion', 'tmp']).stdout;

const openXml = (folder: string, part: string): Buffer =>
  makeZip({
    '[Content_Types].xml': `<Types><Override PartName="/${folder}" ContentType="application/vnd.openxmlformats-officedocument.${part}.main+xml"/></Types>`,
    [`${folder}/document.xml`]: '<x/>',
  });

const zipOf = (mimetype: string): Buffer => makeZip({ mimetype, 'content.xml': '<x/>' });

/** The smallest of each kind of download: its bytes by its name. */
export const downloads: Readonly<Record<string, () => Buffer>> = {
  'paper.pdf': () => Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  'letter.docx': () => openXml('word', 'wordprocessingml.document'),
  'table.xlsx': () => openXml('xl', 'spreadsheetml.sheet'),
  'slides.pptx': () => openXml('ppt', 'presentationml.presentation'),
  'letter.odt': () => zipOf('application/vnd.oasis.opendocument.text'),
  'table.ods': () => zipOf('application/vnd.oasis.opendocument.spreadsheet'),
  'slides.odp': () => zipOf('application/vnd.oasis.opendocument.presentation'),
  'book.epub': () => zipOf('application/epub+zip'),
  'letter.rtf': () => Buffer.from('{\\rtf1 hello}'),
  'things.zip': () => makeZip({ 'a.txt': 'a', 'b.txt': 'b' }),
  'thing.gz': () => gzipSync('thing'),
  'things.tar': tar,
  'things.7z': () => Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(24)]),
  'photo.heif': () => Buffer.from('\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'latin1'),
  'notes.txt': () => Buffer.from('Grüße, 你好 👋\n'),
  'page.html': () => Buffer.from('<!doctype html><script>alert(1)</script>'),
  'drawing.svg': () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  'data.xml': () => Buffer.from('<?xml version="1.0"?><x/>'),
  'utf-16.txt': () => Buffer.from('\ufeffhello', 'utf16le'),
  'bytes.bin': () => Buffer.from([0, 1, 2, 3, 255, 254, 128]),
};
