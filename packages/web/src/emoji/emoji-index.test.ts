import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { buildEmojiTable } from '../../vite-plugins/build-emoji-table.ts';
import { createEmojiIndex } from './emoji-index.ts';
import { readEmojiTable } from './emoji-table.ts';
import { createRecentEmoji } from './recent-emoji.ts';
import { keepSkinTone } from './skin-tone.ts';
import { createMemoryStore } from './testing/memory-store.ts';

const table = readEmojiTable(buildEmojiTable());

function createBench() {
  const store = createMemoryStore();
  return { store, index: createEmojiIndex(table, store) };
}

test.each([
  ['tada', '🎉', 'tada'],
  ['heart', '❤️', 'heart'],
  ['+1', '👍', '+1'],
  ['-1', '👎', '-1'],
  ['JOY', '😂', 'joy'],
  ['thumbs', '👍', 'thumbsup'],
  ['no-entry', '⛔️', 'no_entry'],
  ['lol', '😆', 'lol'],
])('%p finds first %p by :%p:', (query, emoji, shortcode) => {
  const [first] = createBench().index.search(query);
  expect(first?.emoji.replace('\uFE0F', '')).toBe(emoji.replace('\uFE0F', ''));
  expect(first?.shortcode).toBe(shortcode);
});

test('exact comes before prefix, prefix before a word inside, that before any other place, search words last', () => {
  const rows = [
    ['e', 'tag', ['zzz'], ['cat food'], 0, 1, []],
    ['d', 'contains', ['scat'], [], 0, 1, []],
    ['c', 'word', ['a_cat'], [], 0, 1, []],
    ['b', 'prefix', ['cats'], [], 0, 1, []],
    ['a', 'exact', ['other', 'cat'], [], 0, 1, []],
    ['x', 'none', ['dog'], ['concat'], 0, 1, []],
  ] as const;
  const index = createEmojiIndex(readEmojiTable(rows), createMemoryStore());
  expect(index.search('cat').map(({ emoji }) => emoji)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(index.search('cat')[0]?.shortcode).toBe('cat');
});

test('what was used recently comes first, the latest before the others, but not for a fit inside a word', () => {
  const { index } = createBench();
  const emojiFor = (query: string) => index.search(query).map(({ emoji }) => emoji);
  expect(emojiFor('smi')[0]).toBe('😄');
  index.noteUse('😼'); // smirk_cat
  index.noteUse('🙂'); // slightly_smiling_face
  expect(emojiFor('smi').slice(0, 3)).toEqual(['🙂', '😼', '😄']);
  index.noteUse('🎉');
  expect(emojiFor('ad')[0]).not.toBe('🎉');
});

test('suggestions come in the skin tone of the person, also those used in another tone', () => {
  const { index, store } = createBench();
  keepSkinTone(store, 'medium');
  createRecentEmoji(store).add('👋🏿');
  expect(index.search('wav')[0]).toEqual({ emoji: '👋🏽', name: 'waving hand', shortcode: 'wave' });
});

test('no more than the limit, each emoji once, nothing for an empty query', () => {
  const { index } = createBench();
  expect(index.search('a')).toHaveLength(8);
  expect(index.search('a', 3)).toHaveLength(3);
  expect(index.search('')).toEqual([]);
  expect(index.search('qqqq')).toEqual([]);
  const all = index.search('face', Infinity).map(({ emoji }) => emoji);
  expect(new Set(all).size).toBe(all.length);
});

test('any query is answered', () => {
  const { index } = createBench();
  fc.assert(
    fc.property(fc.string(), (query) => index.search(query).length <= 8),
    { numRuns: 30 },
  );
});
