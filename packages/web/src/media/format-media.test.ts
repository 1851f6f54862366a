import { expect, test } from 'bun:test';
import { formatDuration, formatSize, formatType } from './format-media.ts';

test('sizes, durations and types read as people write them', () => {
  expect([0, 999, 1_000, 1_234_567, 25_000_000, 999_999].map(formatSize)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '1.2 MB',
    '25 MB',
    '1 MB',
  ]);
  expect([0, 7_900, 754_000, 3_723_000, -5].map(formatDuration)).toEqual([
    '0:00',
    '0:07',
    '12:34',
    '1:02:03',
    '0:00',
  ]);
});

test('the type of a file is the end of its name, else a word for what it is', () => {
  expect(formatType('report.final.pdf', 'application/pdf')).toBe('PDF');
  expect(formatType('backup.7z', 'application/x-7z-compressed')).toBe('7Z');
  expect(formatType('README', 'text/plain')).toBe('TXT');
  expect(formatType('notes v1.2', 'text/plain')).toBe('TXT');
  expect(formatType('scan', 'image/png')).toBe('PNG');
  expect(
    formatType('letter', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  ).toBe('DOCX');
  expect(formatType('blob', 'application/octet-stream')).toBe('');
});
