import { expect, test } from 'bun:test';
import { createStore, limits } from '@parley/client';
import { createChosenFiles, mostFiles } from './chosen-files.ts';
import { kindOfFile } from './kind-of-file.ts';
import { sendChosen } from './send-chosen.ts';

function createScene() {
  const said: string[] = [];
  const user = { id: 'ann' };
  const chosen = createChosenFiles({
    limits: createStore({ ...limits, upload_bytes: 1_000 }),
    userId: () => user.id,
    notices: { say: (sentence) => void said.push(sentence) },
  });
  const names = (): string[] => (chosen.all.getSnapshot().get('c') ?? []).map(({ look }) => look.filename);
  return { chosen, said, names, user };
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

test('WEB8: files are sent in the order in which they were chosen, as one album, the caption with the first', async () => {
  const { chosen, names } = createScene();
  chosen.add('c', [file('a'), file('b'), new Blob(['x'], { type: 'image/png' })]);
  chosen.remove('c', '2');
  const sent: unknown[] = [];
  let made = 0;
  await sendChosen(chosen.take('c'), {
    handle: {
      sendFile: async ({ filename, kind }, more) => {
        sent.push([filename, kind, more]);
        return '';
      },
    },
    newId: () => `album ${String((made += 1))}`,
    first: { content: 'look', reply_to: 'r' },
    isSmaller: true,
  });
  // Without a browser there is nothing that could show a picture: it goes as the file that it is.
  expect(sent).toEqual([
    ['a', 'file', { album_id: 'album 1', content: 'look', reply_to: 'r' }],
    ['image.png', 'file', { album_id: 'album 1' }],
  ]);
  expect(names()).toEqual([]);
});

test('WEB8: a file that is sent alone is no album', async () => {
  const { chosen } = createScene();
  chosen.add('c', [file('a')]);
  const sent: unknown[] = [];
  await sendChosen(chosen.take('c'), {
    handle: { sendFile: async (_file, more) => String(sent.push(more)) },
    newId: () => 'album',
    first: { content: 'look' },
    isSmaller: true,
  });
  expect(sent).toEqual([{ content: 'look' }]);
});

test('WEB8: a recording that was not sent waits like a chosen file, and goes as the voice message that it is', async () => {
  const { chosen } = createScene();
  const voice = { filename: 'voice.webm', kind: 'audio', voice: true, durationMs: 2_000 } as const;
  chosen.keep('c', { ...voice, file: new Blob(['x']) });
  const [kept] = chosen.take('c');
  expect((await kept?.whenReady)?.look).toEqual(voice);
});

test('SEC1: what one account chose is gone when another one signs in', () => {
  const { chosen, names, user } = createScene();
  chosen.add('c', [file('a')]);
  user.id = '';
  expect(names()).toEqual(['a']);
  user.id = 'bob';
  expect(names()).toEqual([]);
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
