import { expect, test } from 'bun:test';
import { createMemoryStorage } from '../adapters/memory-storage.ts';
import type { Client } from '../client.ts';
import type { Storage } from '../ports/storage.ts';
import { conversation, createBench, toBob } from '../testing/client-bench.ts';
import { createFakeBrowser } from '../testing/fake-browser.ts';
import type { FileDraft } from './file-drafts.ts';

const note = (filename: string) => ({ file: new Blob([filename]), filename, kind: 'file' }) as const;
const namesOf = (client: Client): string[] =>
  client.fileDrafts.items.getSnapshot().map(({ look }) => look.filename);
const keysOf = (client: Client): string[] => client.fileDrafts.items.getSnapshot().map(({ key }) => key);

/** Sends all that is chosen, as the app does. */
const sendAll = (client: Client, keys = keysOf(client)): Promise<void> =>
  client.fileDrafts.take(keys, async (left: readonly FileDraft[]) => {
    await Promise.all(
      left.map(({ key, file, look }) =>
        client.conversation(toBob).sendFile({ ...look, file, draft: key }, { content: look.filename }),
      ),
    );
  });

const sent = (client: Client): (string | undefined)[] =>
  client.outbox.getSnapshot().map(({ attachment }) => attachment?.filename);

/** Two tabs of ann, without a network. */
async function openTabs() {
  const bench = createBench();
  const storage = createMemoryStorage();
  const browser = createFakeBrowser();
  const open = async (): Promise<Client> => {
    const { client, network } = await bench.device('ann', { storage, tabs: browser.tab() });
    network.setUp(false);
    return client;
  };
  return { ...bench, storage, open, first: await open(), second: await open() };
}

test('WEB8: what is chosen survives a reload, in its order and with its bytes, until it is discarded', async () => {
  const { clock, device } = createBench();
  const storage = createMemoryStorage();
  const { client, network } = await device('ann', { storage });
  for (const name of ['a', 'b', 'c']) client.fileDrafts.add(conversation, note(name));
  expect(client.fileDrafts.areAtRisk.getSnapshot()).toBe(true);
  await clock.advance(100);
  expect(client.fileDrafts.areAtRisk.getSnapshot()).toBe(false);
  network.leave();
  await client.stop();

  const { client: again } = await device('ann', { storage });
  expect(namesOf(again)).toEqual(['a', 'b', 'c']);
  const [, second] = again.fileDrafts.items.getSnapshot();
  expect(await second?.file.text()).toBe('b');
  await again.fileDrafts.remove(keysOf(again));
  expect(namesOf(again)).toEqual([]);
  expect([...(await storage.list('drafts')), ...(await storage.list('files'))]).toEqual([]);
});

test('WEB8: what is sent is no longer chosen, in one step', async () => {
  const { clock, storage, open, first } = await openTabs();
  const writes: string[][] = [];
  const { write } = storage;
  first.fileDrafts.add(conversation, note('a'));
  await clock.advance(100);
  storage.write = (changes) => {
    writes.push(changes.map(({ table, value }) => `${value === undefined ? '-' : '+'}${table}`));
    return write(changes);
  };
  await sendAll(first);
  expect(writes[0]).toEqual(['+outbox', '+files', '-drafts', '-files']);
  const reloaded = await open();
  expect([namesOf(reloaded), sent(reloaded)]).toEqual([[], ['a']]);
});

test('WEB8: two tabs show the same; sent in both at once it is sent once, and what one discards the other does not send', async () => {
  const { clock, first, second } = await openTabs();
  first.fileDrafts.add(conversation, note('a'));
  second.fileDrafts.add(conversation, note('b'));
  await clock.advance(100);
  expect([namesOf(first), namesOf(second)].map((names) => names.toSorted())).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  await Promise.all([sendAll(first), sendAll(second)]);
  await clock.advance(100);
  expect(sent(first).toSorted()).toEqual(['a', 'b']);
  expect([namesOf(first), namesOf(second)]).toEqual([[], []]);

  first.fileDrafts.add(conversation, note('c'));
  await clock.advance(100);
  const keys = keysOf(second);
  await Promise.all([first.fileDrafts.remove(keys), sendAll(second, keys)]);
  expect(sent(first)).toHaveLength(2);
});

test('WEB8: where the storage refuses, or too much is chosen, it is shown and sent all the same, and known to be at risk', async () => {
  const { clock, device } = createBench();
  const kept = createMemoryStorage();
  const full: Storage = { ...kept, write: () => Promise.reject(new Error('QuotaExceededError')) };
  const { client } = await device('ann', { storage: full });
  client.fileDrafts.add(conversation, note('a'));
  await clock.advance(100);
  expect([namesOf(client), client.fileDrafts.areAtRisk.getSnapshot()]).toEqual([['a'], true]);
  void sendAll(client);
  await clock.advance(100);
  expect([namesOf(client), sent(client), client.fileDrafts.areAtRisk.getSnapshot()]).toEqual([
    [],
    ['a'],
    false,
  ]);

  const { client: other } = await device('ann', { storage: kept });
  for (let n = 0; n < 201; n += 1) other.fileDrafts.add(conversation, note(String(n)));
  await clock.advance(100);
  expect(await kept.list('drafts')).toHaveLength(200);
  expect(other.fileDrafts.areAtRisk.getSnapshot()).toBe(true);
});

test('SEC1: what one account chose is not shown to another, and is gone once it signs out', async () => {
  const { clock, device } = createBench();
  const storage = createMemoryStorage();
  const { client, network } = await device('ann', { storage });
  client.fileDrafts.add(conversation, note('a'));
  await clock.advance(100);
  network.leave();
  await client.stop();
  const { client: bob } = await device('bob', { storage });
  expect(namesOf(bob)).toEqual([]);
  await bob.stop();

  const { client: again } = await device('ann', { storage });
  expect(namesOf(again)).toEqual(['a']);
  const signingOut = again.signOut();
  await clock.advance(1_000);
  await signingOut;
  expect([...(await storage.list('drafts')), ...(await storage.list('files'))]).toEqual([]);
});
