import { expect, test } from 'bun:test';
import { createClient, createMemoryStorage, createStore, limits, type OutboxItem } from '@parley/client';
import { createChosenFiles, mostFiles } from './chosen-files.ts';
import { kindOfFile } from './kind-of-file.ts';

function createScene(storage = createMemoryStorage()) {
  const said: string[] = [];
  const client = createClient({ url: 'http://nowhere', userId: 'ann', storage });
  const chosen = createChosenFiles({
    client: { ...client, limits: createStore({ ...limits, upload_bytes: 1_000 }) },
    notices: { say: (sentence) => void said.push(sentence) },
    isSmaller: () => true,
  });
  const names = (): string[] => (chosen.all.getSnapshot().get(to) ?? []).map(({ look }) => look.filename);
  /** What is sent, once so many are. */
  const sent = (count: number): Promise<readonly OutboxItem[]> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (client.outbox.getSnapshot().length >= count) resolve(client.outbox.getSnapshot());
      };
      client.outbox.subscribe(look);
      look();
    });
  return { client, chosen, said, names, sent };
}

const to = 'direct:ann:bob';
const file = (name: string, size = 10): File =>
  new File([new Uint8Array(size)], name, { type: 'text/plain' });

test('WEB8: what is empty, too large, or one too many is refused with a sentence; the others stay chosen', () => {
  const { chosen, said, names } = createScene();
  chosen.add(to, [file('a'), file('empty', 0), file('huge', 1_001), file('b')]);
  expect(names()).toEqual(['a', 'b']);
  expect(said).toEqual(['empty is empty, or a folder.', 'huge is too large: at most 1 kB can be sent.']);
  chosen.add(
    to,
    Array.from({ length: mostFiles }, (_, n) => file(String(n))),
  );
  expect(names()).toHaveLength(mostFiles);
  expect(said.at(-1)).toBe(`At most ${String(mostFiles)} files can be sent at once.`);
});

test('WEB8: files are sent in the order in which they were chosen, all at once and as one album, the words with the first', async () => {
  const { chosen, names, sent } = createScene();
  chosen.add(to, [file('a'), file('b'), new Blob(['x'], { type: 'image/png' })]);
  chosen.remove(chosen.all.getSnapshot().get(to)?.[1]?.key ?? '');
  chosen.send(to, { content: 'look', reply_to: 'r' });
  expect(names()).toEqual([]);
  // Without a browser there is nothing that could show a picture: it goes as the file that it is.
  const two = await sent(2);
  const album_id = two[0]?.content.album_id;
  expect(album_id).toBeString();
  expect(two.map(({ attachment, content }) => [attachment?.filename, content])).toEqual([
    ['a', { content: 'look', reply_to: 'r', content_type: 'file', album_id }],
    ['image.png', { content_type: 'file', album_id }],
  ]);
  chosen.add(to, [file('c')]);
  chosen.send(to, {});
  expect((await sent(3))[2]?.content).toEqual({ content_type: 'file' });
});

test('WEB8: all that is sent together enters the outbox in one go: the words of a discarded one always find the next', async () => {
  const { client, chosen, sent } = createScene();
  chosen.add(to, [file('a'), file('b'), file('c')]);
  chosen.send(to, { content: 'look' });
  const [first] = await sent(1);
  expect(client.outbox.getSnapshot().map(({ attachment }) => attachment?.filename)).toEqual(['a', 'b', 'c']);
  await client.discard(first?.id ?? '');
  expect(client.outbox.getSnapshot().map(({ content }) => content.content)).toEqual(['look', undefined]);
});

test('WEB8: what was released and not yet looked at is sent after a reload, with its words, and what was chosen since is not', async () => {
  // A page that was gone before it could look at them.
  const storage = createMemoryStorage();
  const { fileDrafts } = createClient({ url: 'http://nowhere', userId: 'ann', storage });
  const add = (name: string): void => fileDrafts.add(to, { file: file(name), filename: name, kind: 'file' });
  ['a', 'b'].forEach(add);
  fileDrafts.release(
    fileDrafts.items.getSnapshot().map(({ key }) => key),
    { content: 'look' },
  );
  add('c');
  const reloaded = createScene(storage);
  await reloaded.client.start();
  const items = await reloaded.sent(2);
  expect(items.map(({ attachment, content }) => [attachment?.filename, content.content])).toEqual([
    ['a', 'look'],
    ['b', undefined],
  ]);
  expect(reloaded.names()).toEqual(['c']);
  await reloaded.client.stop();
});

test('WEB8: a recording that was not sent waits like a chosen file, and goes as the voice message that it is', async () => {
  const { chosen, sent } = createScene();
  const voice = { filename: 'voice.webm', kind: 'audio', voice: true, durationMs: 2_000 } as const;
  chosen.keep(to, { ...voice, file: new Blob(['x']) });
  chosen.send(to, {});
  expect((await sent(1))[0]?.attachment).toMatchObject(voice);
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
