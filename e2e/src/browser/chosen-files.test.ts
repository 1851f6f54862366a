import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import type { AppPage } from './app-page.ts';
import { countKept } from './count-kept.ts';
import { inBrowser } from './in-browser.ts';
import { choose, makePhoto, photoOf, textFile } from './media-files.ts';
import { meet } from './meet.ts';
import { areThere, isDrawn, photos } from './pictures-in-view.ts';
import { soon } from './soon.ts';

/** Waits until so many chosen files are in the browser's storage. */
async function isKept(page: Page, count: number): Promise<void> {
  await soon(async () => expect(await countKept(page, 'drafts')).toBe(count));
}

inBrowser('chosen files', ({ test }) => {
  test('WEB8: what is chosen survives a reload, with its order and its words, in all tabs, and is sent once', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.type());
      void dialog.accept();
    });
    const chosenIn = (app: AppPage): Locator =>
      app.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem');
    await choose(ann.app, [await photoOf(ann.app, 'crane.jpg'), textFile('notes.txt', 'dry, 19 degrees')]);
    await choose(ann.app, [textFile('second thoughts.txt', 'no'), await photoOf(ann.app, 'heron.jpg')]);
    await ann.app.composer.fill('this morning');
    await areThere(chosenIn(ann.app), 4);
    await isKept(page, 4);
    await page.reload();
    await areThere(chosenIn(ann.app), 4);
    expect(questions).toEqual([]);
    expect(await ann.app.composer.inputValue()).toBe('this morning');
    await page.getByRole('button', { name: 'Don’t send second thoughts.txt' }).click();
    await areThere(chosenIn(ann.app), 3);

    const second = await ann.newTab(new URL(page.url()).pathname);
    await areThere(chosenIn(second), 3);
    const titles = await chosenIn(second).evaluateAll((all) => all.map((one) => one.getAttribute('title')));
    expect(titles).toEqual(['crane.jpg', 'notes.txt', 'heron.jpg']);
    await second.page.getByRole('button', { name: 'Send', exact: true }).click();
    await areThere(chosenIn(ann.app), 0);
    await areThere(photos(bob.app.page), 2);
    await isDrawn(bob.app.page, 'heron.jpg');
    await bob.app.sees('this morning');
    await ann.app.sees('notes.txt', 'Read');
    await isKept(page, 0);
    await page.reload();
    await isDrawn(page, 'heron.jpg');
    expect(await chosenIn(ann.app).count()).toBe(0);
    expect(await photos(bob.app.page).count()).toBe(2);
  });

  test('WEB8: what was sent before it was looked at goes out with its words though the page is loaded again at once', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    const large = await Promise.all(
      ['one.jpg', 'two.jpg'].map((name) => makePhoto(ann.app, { name, width: 5000, height: 4000 })),
    );
    await page.evaluate(() => {
      // Nothing can be looked at on this page.
      HTMLImageElement.prototype.decode = () => new Promise(() => undefined);
    });
    await choose(ann.app, large);
    await isKept(page, 2);
    await ann.app.composer.fill('the harbour');
    await ann.app.composer.press('Enter');
    await ann.app.send('and so on');
    await bob.app.sees('and so on');
    await page.reload();
    await areThere(photos(bob.app.page), 2);
    await bob.app.sees('the harbour');
    await areThere(photos(page), 2);
    await isKept(page, 0);
  });

  test('WEB8: where this device has no room for what is chosen, the page asks before it goes', async (stage) => {
    const { ann } = await meet(stage, {
      script: () => {
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
          if (value instanceof Blob) throw new DOMException('The quota is used up.', 'QuotaExceededError');
          return put.call(this, value, key);
        };
      },
    });
    const { page } = ann.app;
    await choose(ann.app, [await photoOf(ann.app, 'crane.jpg')]);
    const chosen = page.getByRole('list', { name: 'Files to send' }).locator('img');
    await areThere(chosen, 1);
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => location.reload()));
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    expect(await chosen.count()).toBe(1);
  });
});
