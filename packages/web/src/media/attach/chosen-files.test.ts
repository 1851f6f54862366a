import { expect, test } from 'bun:test';
import { createClient, createMemoryStorage, createStore, limits } from '@parley/client';
import type { ChosenFile } from './chosen-file.ts';
import { createChosenFiles, mostFiles } from './chosen-files.ts';
import { kindOfFile } from './kind-of-file.ts';
import { sendChosen } from './send-chosen.ts';

function createScene() {
  const said: string[] = [];
  const client = createClient({ url: 'http://nowhere', userId: 'ann', storage: createMemoryStorage() });
  const chosen = createChosenFiles({
    drafts: client.fileDrafts,
    limits: createStore({ ...limits, upload_bytes: 1_000 }),
    notices: { say: (sentence) => void said.push(sentence) },
  });
  const files = (): readonly ChosenFile[] => chosen.all.getSnapshot().get('c') ?? [];
  return { chosen, said, files, names: () => files().map(({ look }) => look.filename) };
}

const file = (name: string, size = 10): File =>
  new File([new Uint8Array(size)], name, { type: 'text/plain' });

test('WEB8: what is empty, too large, or one too many is refused with a sentence; the others stay chosen', () => {
  const { chosen, said, names } = createScene();
  chosen.add('c', [file('a'), file('empty', 0), file('huge', 1_001), file('b')]);
  expect(names()).toEqual(['a', 'b']);
  expect(said).toEqual(['empty is empty, or a folder.', 'huge is too large: at most 1 kB can be sent.']);
  chosen.add(
    'c',
    Array.from({ length: mostFiles }, (_, n) => file(String(n))),
  );
  expect(names()).toHaveLength(mostFiles);
  expect(said.at(-1)).toBe(`At most ${String(mostFiles)} files can be sent at once.`);
});

test('WEB8: files are sent in the order in which they were chosen, the caption with the first', async () => {
  const { chosen, names, files } = createScene();
  chosen.add('c', [file('a'), file('b'), new Blob(['x'], { type: 'image/png' })]);
  chosen.remove(files()[1]?.key ?? '');
  const sent: unknown[] = [];
  let made = 0;
  await chosen.whenReady('c');
  const keys = files().map(({ key }) => key);
  await chosen.take('c', (taken) =>
    sendChosen(taken, {
      handle: {
        sendFile: async ({ filename, kind, draft }, caption, id) => {
          sent.push([filename, kind, caption, id, `${String(made)} made`]);
          expect(keys).toContain(draft ?? '');
          return '';
        },
      },
      newId: () => `id ${String((made += 1))}`,
      first: { content: 'look', reply_to: 'r' },
      isSmaller: true,
    }),
  );
  // Without a browser there is nothing that could show a picture: it goes as the file that it is.
  expect(sent).toEqual([
    ['a', 'file', { content: 'look', reply_to: 'r' }, 'id 1', '2 made'],
    ['image.png', 'file', {}, 'id 2', '2 made'],
  ]);
  expect(names()).toEqual([]);
});

test('WEB8: all files that are sent together are in the outbox before any is kept: whichever is discarded finds its heir', async () => {
  const { chosen } = createScene();
  chosen.add('c', [file('a'), file('b'), file('c')]);
  await chosen.whenReady('c');
  const sent: string[] = [];
  await chosen.take('c', async (taken) => {
    void sendChosen(taken, {
      handle: {
        sendFile({ filename }) {
          sent.push(filename);
          return new Promise(() => undefined);
        },
      },
      newId: () => '',
      first: {},
      isSmaller: true,
    });
    expect(sent).toEqual(['a', 'b', 'c']);
  });
});

test('WEB8: a recording that was not sent waits like a chosen file, and goes as the voice message that it is', async () => {
  const { chosen, files } = createScene();
  const voice = { filename: 'voice.webm', kind: 'audio', voice: true, durationMs: 2_000 } as const;
  chosen.keep('c', { ...voice, file: new Blob(['x']) });
  await chosen.whenReady('c');
  expect(files().map(({ look }) => look)).toEqual([voice]);
});

test('what browsers show is a photo, the rest goes by its type', () => {
  const kinds = ['image/jpeg', 'image/svg+xml', 'video/mp4', 'audio/ogg;codecs=opus', 'application/pdf', ''];
  expect(kinds.map((type) => kindOfFile({ type }))).toEqual([
    'image',
    'file',
    'video',
    'audio',
    'file',
    'file',
  ]);
});
