import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import type { AppPage } from './app-page.ts';
import { inBrowser } from './in-browser.ts';
import { sayAll } from './seed.ts';
import { soon } from './soon.ts';

/** Asks for the check of the conversation in view, and waits until it says something. */
async function check({ page, openDetails }: AppPage, words: string | RegExp): Promise<Locator> {
  const details = await openDetails();
  await details.getByRole('button', { name: 'Check this conversation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Check this conversation' });
  await dialog.getByText(words).waitFor();
  return dialog;
}

/**
 * Runs in the page: how many messages the copy has that the browser keeps. `spoils` takes one of them out, and falsifies
 * another.
 */
async function readCopy({ spoils }: { readonly spoils: boolean }): Promise<number> {
  const [{ name = '' } = {}] = await indexedDB.databases();
  const settle = <Value>(request: IDBRequest<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error(String(request.error)));
    });
  const database = await settle(indexedDB.open(name));
  try {
    const store = database.transaction('timelines', 'readwrite').objectStore('timelines');
    const [key] = await settle(store.getAllKeys());
    const [kept] = await settle(store.getAll());
    if (!spoils) return kept?.items.length ?? 0;
    kept.items = kept.items.filter((item: { seq: number }) => item.seq !== 2);
    kept.items[0].message.content = 'spoilt';
    await settle(store.put(kept, key));
    return kept.items.length;
  } finally {
    database.close();
  }
}

inBrowser('checking a conversation', ({ test }) => {
  test('SYN1 WEB6: a copy that is the same is said to be, by keyboard too', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await sayAll(
      [
        [ann.person, 'one'],
        [bob.person, 'two'],
      ],
      { between: [ann.person, bob.person] },
    );
    await ann.app.openFromList('Bob');
    await ann.app.sees('two');
    const dialog = await check(ann.app, 'the same 2 messages as the server');
    await ann.app.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    const row = ann.app.page.getByRole('button', { name: 'Check this conversation' });
    expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('SYN1: a copy that is not the same is mended, and what was wrong is said', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const lines = ['one', 'two', 'three'].map((line) => [bob.person, line] as const);
    await sayAll(lines, { between: [ann.person, bob.person] });
    const { app } = ann;
    await app.openFromList('Bob');
    await app.sees('three');
    await soon(async () => expect(await app.page.evaluate(readCopy, { spoils: false })).toBe(3));
    // Pages of the app keep the copy; this one, of the same origin, does not.
    await app.page.goto('/healthz');
    await app.page.evaluate(readCopy, { spoils: true });
    await app.page.goto('/');
    await app.openFromList('Bob');
    await app.sees('spoilt');
    const dialog = await check(app, 'It is mended now');
    expect(await dialog.getByRole('listitem').allInnerTexts()).toEqual([
      '1 message was missing: number 2',
      '1 message was not up to date: number 1',
    ]);
    await app.page.keyboard.press('Escape');
    expect(await app.read(/^(one|two|three|spoilt)/)).toEqual(['one', 'two', 'three']);
  });

  test('WEB5: without a network it says so, and can be tried again', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann', { serviceWorker: true }), await newcomer('Bob')];
    await sayAll([[bob.person, 'one']], { between: [ann.person, bob.person] });
    await ann.app.openFromList('Bob');
    await ann.app.openDetails();
    ann.faults.allowNetworkTrouble();
    await ann.context.setOffline(true);
    const dialog = await check(ann.app, 'It could not be compared to the end');
    await ann.context.setOffline(false);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('the one message that the server has').waitFor();
  });
});
