import { crc32 } from 'node:zlib';
import type { JournalRecord } from '@parley/core';

/*
 * A record on disk, all numbers little-endian:
 *   4 bytes  `PJ1\n`: where a record may begin, and in which format
 *   4 bytes  length of the text
 *   4 bytes  CRC-32 (zlib) of everything behind it
 *   8 bytes  when it was accepted, UTC ms, as a double
 *   n bytes  the text, UTF-8
 */
const magic = 0x0a_31_4a_50;
const headerBytes = 20;
const checkedFrom = 12;
/** Longer than any record; a length above it is damage. */
const longestText = 1024 * 1024;

/** How many bytes a record takes. */
export function frameBytes({ text }: JournalRecord): number {
  return headerBytes + Buffer.byteLength(text);
}

/** Records as bytes, one behind the other. */
export function encodeFrames(records: readonly JournalRecord[]): Uint8Array {
  const frames = Buffer.allocUnsafe(records.reduce((sum, record) => sum + frameBytes(record), 0));
  let at = 0;
  for (const record of records) {
    const length = frames.write(record.text, at + headerBytes);
    frames.writeUInt32LE(magic, at);
    frames.writeUInt32LE(length, at + 4);
    frames.writeDoubleLE(record.at, at + checkedFrom);
    const end = at + headerBytes + length;
    frames.writeUInt32LE(checksum(length, frames.subarray(at + checkedFrom, end)), at + 8);
    at = end;
  }
  return frames;
}

/** The length is checked too: a flipped one must not pass for a shorter record. */
function checksum(length: number, checked: Uint8Array): number {
  return crc32(checked, length);
}

export type Frame =
  | { readonly kind: 'record'; readonly record: JournalRecord; readonly end: number }
  /** it may go on behind the bytes at hand */
  | { readonly kind: 'cut' }
  | { readonly kind: 'damaged' };

/** What begins at `offset`. */
export function readFrame(bytes: Buffer, offset: number): Frame {
  if (bytes.length - offset < headerBytes) return { kind: 'cut' };
  if (bytes.readUInt32LE(offset) !== magic) return { kind: 'damaged' };
  const length = bytes.readUInt32LE(offset + 4);
  if (length > longestText) return { kind: 'damaged' };
  const end = offset + headerBytes + length;
  if (end > bytes.length) return { kind: 'cut' };
  const checked = bytes.subarray(offset + checkedFrom, end);
  if (checksum(length, checked) !== bytes.readUInt32LE(offset + 8)) return { kind: 'damaged' };
  const text = bytes.toString('utf8', offset + headerBytes, end);
  return { kind: 'record', record: { at: bytes.readDoubleLE(offset + checkedFrom), text }, end };
}

/** The next place at or behind `offset` where a record may begin; -1: there is none. */
export function findMagic(bytes: Buffer, offset: number): number {
  return bytes.indexOf('PJ1\n', offset, 'latin1');
}

/**
 * Whether a file begins as one of a later format would. One of this format with a flipped byte there holds our magic
 * further on; no text of a record does, being one line.
 */
export function isOfNewerFormat(bytes: Buffer): boolean {
  return /^PJ(?!1)[0-9]\n/.test(bytes.toString('latin1', 0, 4)) && findMagic(bytes, 0) === -1;
}
