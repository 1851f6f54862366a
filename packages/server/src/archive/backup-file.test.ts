import { afterAll, expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { personalLogId, type LogEvent, type NewEntry } from '@parley/core';
import type { ConversationId, UserId } from '@parley/protocol';
import type { BackupRecord } from './content-lines.ts';
import { checkBackup, readBackup, writeBackup } from './backup-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-backup-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
let made = 0;
const newFile = () => join(folder, `${String((made += 1))}.gz`);

const ann = 'ann' as UserId;
const log = 'direct:ann:bob' as ConversationId;
const uuid = (n: number) => `0190bbbb-bbbb-7bbb-8bbb-${n.toString(16).padStart(12, '0')}`;
const head = { id: 'a backup', made_at: '2026-11-27T00:00:00.000Z', made_by: 'parley 0.1.0' };

const entry = (seq: number, event: object, more: Partial<NewEntry> = {}): NewEntry => ({
  log,
  seq,
  id: uuid(seq),
  at: 1_000 + seq,
  by: ann,
  event: event as LogEvent,
  fingerprint: null,
  judging: !['message', 'message_hidden'].includes((event as LogEvent).kind),
  ...more,
});
const message = (content: string | null) => ({
  kind: 'message',
  type: 'direct',
  to: 'bob',
  content,
  contentType: 'text',
  replyTo: null,
});

const media = {
  id: 'a'.repeat(32),
  file: `${'a'.repeat(32)}.ogg`,
  kind: 'audio',
  mimeType: 'audio/ogg',
  filename: 'note “one”.ogg',
  size: 7,
  voice: true,
  durationMs: 900,
  waveform: [0, 50, 100],
} as const;

const records: readonly BackupRecord[] = [
  {
    kind: 'entries',
    entries: [
      entry(
        1,
        { kind: 'message_hidden', conversation: log, messageId: uuid(1), messageSeq: 1 },
        { log: personalLogId(ann) },
      ),
      entry(
        2,
        { kind: 'settings_changed', settings: { theme: 'dark', deep: [1, { two: null }] } },
        { log: personalLogId(ann) },
      ),
    ],
  },
  {
    kind: 'entries',
    entries: [
      entry(1, message('first “words” 🎉\nsecond'), { fingerprint: 'f'.repeat(32) }),
      entry(2, { ...message(null), albumId: uuid(9), media }),
      entry(3, { kind: 'edit', messageId: uuid(1), messageSeq: 1, content: 'words' }),
    ],
  },
  { kind: 'positions', positions: [{ log, userId: ann, readSeq: 1, deliveredSeq: 2 }] },
  {
    kind: 'accounts',
    accounts: [
      {
        user: {
          id: ann,
          username: null,
          displayName: 'Ann',
          avatarUrl: null,
          createdAt: 5,
          isAdmin: true,
          disabled: false,
          settings: { a: 1 },
        },
        passwordHash: null,
      },
    ],
  },
  {
    kind: 'media',
    media: [{ media, owner: ann, sha256: 'b'.repeat(64), createdAt: 1, claimedAt: 2 }],
  },
  { kind: 'content', key: 'b'.repeat(64), base64: 'AAEC', isLast: false },
  { kind: 'content', key: 'b'.repeat(64), base64: 'Aw==', isLast: true },
];

async function write(): Promise<string> {
  const file = newFile();
  await writeBackup({ file, head, records: asStream() });
  return file;
}

async function* asStream(): AsyncGenerator<BackupRecord> {
  yield* records;
}

const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => '', String);
const check = (file: string) => checkBackup(file, () => undefined);

test('OPS5: what is read back is what was written, to the letter', async () => {
  const file = await write();
  const checked = await check(file);
  expect(checked.head).toMatchObject(head);
  expect(checked.end.counts).toEqual({
    entries: 5,
    positions: 1,
    accounts: 1,
    sessions: 0,
    media: 1,
    contents: 1,
  });
  expect(await Array.fromAsync(readBackup(checked))).toEqual([...records]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('OPS5: no file is written over, and what fails half-way leaves none', async () => {
  const file = await write();
  const before = readFileSync(file);
  expect(await failureOf(writeBackup({ file, head, records: asStream() }))).toContain('is there already');
  expect(readFileSync(file)).toEqual(before);
  async function* failing(): AsyncGenerator<BackupRecord> {
    yield* records;
    throw new Error('the store is gone');
  }
  const other = newFile();
  expect(await failureOf(writeBackup({ file: other, head, records: failing() }))).toContain(
    'the store is gone',
  );
  expect(readdirSync(folder).filter((name) => other.endsWith(name) || name.endsWith('.part'))).toEqual([]);
  const nowhere = join(folder, 'nowhere', 'x.gz');
  expect(await failureOf(writeBackup({ file: nowhere, head, records: asStream() }))).toContain('ENOENT');
});

const zipped = (lines: readonly string[]): Buffer => gzipSync(lines.join('\n'));

/** With a checksum that is right, as a program of a later version makes it. */
function sealed(lines: readonly string[]): Buffer {
  const body = lines.slice(0, -2);
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  return zipped([...body, lines.at(-2)!.replace(/"sha256":"[0-9a-f]+"/, `"sha256":"${sha256}"`), '']);
}

const damages: readonly (readonly [
  name: string,
  damage: (lines: string[], bytes: Buffer) => Buffer,
  said: string,
])[] = [
  ['cut in half', (_, bytes) => bytes.subarray(0, bytes.length >> 1), 'cut short'],
  ['empty', () => Buffer.from(''), 'cut short'],
  ['without its end', (lines) => zipped([...lines.slice(0, -2), '']), 'cut short'],
  ['cut within its end', (lines) => zipped([...lines.slice(0, -2), lines.at(-2)!.slice(0, 30)]), 'cut short'],
  [
    'with a byte changed',
    (_, bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 255 : byte)) as Buffer,
    'damaged',
  ],
  [
    'with a word changed',
    (lines) => zipped(lines.map((line) => line.replace('words', 'lies'))),
    'was altered',
  ],
  ['without a line', (lines) => zipped([lines[0]!, ...lines.slice(2)]), 'was altered'],
  ['with something behind its end', (lines) => zipped([...lines.slice(0, -1), lines[1]!, '']), 'was altered'],
  ['that is none', () => Buffer.from('hello'), 'no backup'],
  [
    'of another program',
    (lines) => sealed([lines[0]!.replace('parley-backup', 'tar'), ...lines.slice(1)]),
    'no backup',
  ],
  [
    'of version 2',
    (lines) => sealed([lines[0]!.replace('"version":1', '"version":2'), ...lines.slice(1)]),
    'version 2',
  ],
  [
    'with a new field',
    (lines) => sealed(lines.map((line) => line.replace('"contentType"', '"colour":1,"contentType"'))),
    'made by parley 0.1.0',
  ],
  ['with a new part', (lines) => sealed([lines[0]!, '{"kind":"stickers"}', ...lines.slice(1)]), 'Line 2'],
  [
    'with a new kind of entry',
    (lines) => sealed(lines.map((line) => line.replace('"kind":"edit"', '"kind":"poll"'))),
    'Line 3',
  ],
];
for (const [name, damage, said] of damages)
  test(`OPS5: a backup ${name} is refused before anything is taken from it`, async () => {
    const bytes = readFileSync(await write());
    const file = newFile();
    writeFileSync(file, damage(gunzipSync(bytes).toString().split('\n'), bytes));
    const failure = await failureOf(check(file));
    expect(failure).toContain('ArchiveError');
    expect(failure).toContain(said);
  });
