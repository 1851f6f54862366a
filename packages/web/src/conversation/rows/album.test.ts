import { describe, expect, test } from 'bun:test';
import type { Message, OutboxItem } from '@parley/client';
import { photoMessage } from '../../testing/photo-message.ts';
import { columnsOf } from './album.ts';
import { buildRows, isStartChanged, seqAtRow } from './build-rows.ts';
import { holdsMessage, messagesOf, type Row } from './row.ts';
import { summarizeAlbum } from './summarize.ts';

const noon = new Date(2026, 10, 25, 12).getTime();

/** Sent one second behind the other. */
const photo = (seq: number, more: Partial<Message> = {}): Message =>
  photoMessage(seq, { created_at: new Date(noon + seq * 1_000).toISOString(), ...more });

function rowsOf(
  messages: readonly Message[],
  { unreadAfter, outbox = [] }: { unreadAfter?: number; outbox?: readonly OutboxItem[] } = {},
): Row[] {
  const items = messages.map((one) => ({ kind: 'message', seq: one.seq ?? 0, message: one }) as const);
  const view = { items, provisional: [], settling: [], outbox, hasOlder: true };
  return buildRows(view, { ownId: 'ada', unreadAfter });
}

const albumsOf = (rows: readonly Row[]): string[] =>
  rows.map((row) =>
    row.kind === 'message' ? (row.album ?? [row.message]).map(({ id }) => id).join('+') : row.kind,
  );

describe('albums', () => {
  test('WEB8: photos and videos that one person sent together stand together, however long they took', () => {
    const video = photo(2, { content_type: 'video' });
    const last = photo(3, { created_at: new Date(noon + 60 * 60_000).toISOString() });
    expect(albumsOf(rowsOf([photo(1, { content: 'the harbour' }), video, last]))).toEqual(['p1+p2+p3']);
  });

  test('WEB8: what becomes of one of them leaves the others together', () => {
    const erased = { content: null, media_url: null, media_metadata: null };
    const deleted = photo(2, { ...erased, deleted_at: new Date(noon).toISOString() });
    const worded = photo(3, { content: 'and the crane' });
    const rows = rowsOf([photo(1), deleted, worded]);
    expect(albumsOf(rows)).toEqual(['p1+p2+p3']);
    expect(rows.map((row) => summarizeAlbum(messagesOf(row)))).toEqual(['2 photos: and the crane']);
    expect(summarizeAlbum(messagesOf(rowsOf([photo(1), deleted])[0] ?? { kind: 'start', key: '' }))).toBe(
      'Photo',
    );
  });

  test('WEB8: photos that were sent one after the other are no album', () => {
    const { album_id: _, ...alone } = photo(4);
    const { album_id: _other, ...alsoAlone } = photo(5);
    const rows = rowsOf([photo(1), photo(2, { album_id: 'two' }), photo(3), alone, alsoAlone]);
    expect(albumsOf(rows)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  });

  test('WEB8: one that was refused stands alone, and joins the others again when it goes after all', () => {
    const refused: OutboxItem = {
      id: 'p4',
      owner: 'ada',
      conversation: 'g',
      target: { type: 'group', to: 'g' },
      content: { content_type: 'image', album_id: 'one', reply_to: 'q' },
      order: 1,
      writtenAtMs: noon,
      attachment: { filename: '4', kind: 'image', fileId: 'p4', hasPoster: false, mimeType: '', size: 1 },
      status: 'failed',
    };
    const own = [photo(1, { from: 'ada' }), photo(2, { from: 'ada' })];
    expect(albumsOf(rowsOf(own, { outbox: [refused] }))).toEqual(['p1+p2', 'p4']);
    const again = { ...refused, status: 'uploading' } as const;
    expect(albumsOf(rowsOf(own, { outbox: [again] }))).toEqual(['p1+p2+p4']);
  });

  test.each([
    ['somebody else’s', { from: 'eve' }],
    ['of another day', { created_at: new Date(noon + 24 * 60 * 60_000).toISOString() }],
    ['a file', { content_type: 'file' }],
  ] as const)('one that is not like the others stands alone: %p', (_why, more) => {
    expect(albumsOf(rowsOf([photo(1), photo(2), photo(3, more), photo(4)]))[0]).toBe('p1+p2');
  });

  test('what is new is divided from what was read', () => {
    expect(albumsOf(rowsOf([photo(1), photo(2), photo(3)], { unreadAfter: 1 }))).toEqual([
      'p1',
      'unread',
      'p2+p3',
    ]);
  });

  test('at most ten are together', () => {
    const rows = rowsOf(Array.from({ length: 12 }, (_, index) => photo(index + 1)));
    expect(rows.map((row) => (row.kind === 'message' ? row.album?.length : 0))).toEqual([10, 2]);
  });

  test('an album that did not change is the same list, so that it is not drawn again', () => {
    const messages = [photo(1), photo(2), photo(3)];
    const listOf = ([row]: readonly Row[]): unknown => row?.kind === 'message' && row.album;
    expect(listOf(rowsOf([...messages, photo(4, { from: 'eve' })]))).toBe(listOf(rowsOf(messages)));
    expect(listOf(rowsOf([...messages.slice(0, 2), photo(3)]))).not.toBe(listOf(rowsOf(messages)));
  });

  test('RD1: it is read down to its last, and found by any of its messages', () => {
    const rows = rowsOf([photo(4), photo(5), photo(6)]);
    expect(seqAtRow(rows, 0)).toBe(6);
    expect(rows.map((row) => [holdsMessage(row, 'p6'), holdsMessage(row, 'p7')])).toEqual([[true, false]]);
  });

  test('WEB1: older pictures that join it, or are let go, change the start; newer ones do not', () => {
    const [one, two, three] = [photo(1), photo(2), photo(3)];
    const end = photo(9, { from: 'eve' });
    expect(
      isStartChanged(rowsOf([two, three, end]), rowsOf([photo(0, { from: 'eve' }), one, two, three, end])),
    ).toBe(true);
    expect(isStartChanged(rowsOf([one, two, three, end]), rowsOf([three, end]))).toBe(true);
    expect(isStartChanged(rowsOf([one, two]), rowsOf([one, two, three]))).toBe(false);
  });

  test.each([
    [2, [3, 3]],
    [3, [6, 3, 3]],
    [4, [3, 3, 3, 3]],
    [5, [3, 3, 2, 2, 2]],
    [6, [2, 2, 2, 2, 2, 2]],
    [10, [3, 3, 3, 3, 2, 2, 2, 2, 2, 2]],
  ])('%p of them fill their rows', (count, columns) => {
    expect(Array.from({ length: count }, (_, index) => columnsOf(index, count))).toEqual(columns);
  });
});
