import { expect, test } from 'bun:test';
import { cleanFilename } from './clean-filename.ts';

test('SEC8: a name is text for people: no folders, nothing invisible that misleads, at most 255', () => {
  const cases: readonly (readonly [given: string, kept: string])[] = [
    ['holiday.jpg', 'holiday.jpg'],
    ['/etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['a\0b\r\nc.txt', 'abc.txt'],
    // Shown as photo_exe.jpg: what turns the direction of writing goes.
    ['photo_\u202egpj.exe', 'photo_gpj.exe'],
    ['\ufeffstart.txt', 'start.txt'],
    ['👨‍👩‍👧 family.png', '👨‍👩‍👧 family.png'],
    ['half \ud83d.png', 'half \ufffd.png'],
    ['', 'file'],
    ['...', 'file'],
    ['folder/', 'file'],
    ['  spaces.txt  ', 'spaces.txt'],
    [`${'ä'.repeat(400)}.tar.gz`, `${'ä'.repeat(252)}.gz`],
    ['💥'.repeat(300), '💥'.repeat(255)],
  ];
  for (const [given, kept] of cases) expect([given, cleanFilename(given)]).toEqual([given, kept]);
});
