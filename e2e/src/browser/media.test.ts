import { expect } from 'bun:test';
import type { Locator, Page, Route } from 'playwright-core';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { choose, dropFiles, makeVideo, pasteFiles, photoOf, textFile } from './media-files.ts';
import { meet } from './meet.ts';
import { areThere, isDrawn, photos } from './pictures-in-view.ts';
import { soon } from './soon.ts';

async function hasFocus(element: Locator): Promise<void> {
  await soon(async () => expect(await element.evaluate((one) => one === document.activeElement)).toBe(true));
}

/** Parts of uploads go nowhere until they are let through. */
async function holdParts(page: Page): Promise<{ held: () => number; letGo: () => Promise<void> }> {
  const held: Route[] = [];
  const hold = async (route: Route): Promise<void> => {
    if (route.request().method() === 'PATCH') held.push(route);
    else await route.continue();
  };
  await page.route('**/files/**', hold);
  return {
    held: () => held.length,
    async letGo() {
      await page.unroute('**/files/**', hold);
      // Those of a page that is gone are gone too.
      await Promise.all(held.map((route) => route.continue().catch(() => undefined)));
    },
  };
}

inBrowser('media', ({ test }) => {
  test('WEB8: photos and a file go out together, the caption with the first, and are there at the other', async (stage) => {
    const { ann, bob } = await meet(stage);
    await choose(ann.app, [await photoOf(ann.app, 'crane.jpg'), textFile('notes.txt', 'dry, 19 degrees')]);
    await ann.app.page.getByRole('listitem').filter({ hasText: 'notes.txt' }).waitFor();
    expect(await findViolations(ann.app.page)).toEqual([]);
    await ann.app.send('this morning');
    await ann.app.sees('this morning', 'Read');
    await bob.app.sees('this morning');
    await isDrawn(bob.app.page, 'crane.jpg');
    await ann.app.row('Bob').getByText('notes.txt').waitFor();

    expect(await findViolations(bob.app.page)).toEqual([]);

    const downloading = bob.app.page.waitForEvent('download');
    await bob.app.message('notes.txt').getByRole('link').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('notes.txt');
    expect(await Bun.file(await download.path()).text()).toBe('dry, 19 degrees');
  });

  test('WEB8: what is dropped on the conversation, or pasted, can be looked at, taken back and sent', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    await dropFiles(page, [await photoOf(ann.app, 'dropped.jpg'), textFile('not this.txt', 'no')]);
    await page.getByRole('button', { name: 'Don’t send not this.txt' }).click();
    await pasteFiles(ann.app.composer, [await photoOf(ann.app, 'pasted.jpg')]);
    const chosen = page.getByRole('list', { name: 'Files to send' }).locator('img');
    await areThere(chosen, 2);
    await ann.app.composer.press('Enter');
    await areThere(photos(bob.app.page), 2);
    await isDrawn(bob.app.page, 'dropped.jpg');
    await isDrawn(bob.app.page, 'pasted.jpg');
    expect(await bob.app.message('not this').count()).toBe(0);
  });

  test('WEB8: an upload shows how far it is, does not hold up what is written, and can be cancelled', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    const parts = await holdParts(page);
    await choose(ann.app, [await photoOf(ann.app, 'slow.jpg')]);
    await ann.app.composer.press('Enter');
    await page.getByRole('progressbar', { name: 'Uploading slow.jpg' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await soon(() => expect(parts.held()).toBe(1));
    await ann.app.send('no hurry');
    await ann.app.sees('no hurry', 'Read');
    await bob.app.sees('no hurry');
    await page.getByRole('button', { name: 'Cancel the upload of slow.jpg' }).click();
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    await parts.letGo();
    await ann.app.send('never mind');
    await bob.app.sees('never mind');
    expect(await photos(bob.app.page).count()).toBe(0);
  });

  test('WEB8: what the server refuses says why, and goes when it is sent again', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    ann.faults.allowNetworkTrouble();
    const detail = 'Files of this kind are not accepted.';
    const refuse = (route: Route): Promise<void> =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'unsupported_type', detail, retry: false }),
      });
    await page.route('**/files/', refuse);
    await choose(ann.app, [await photoOf(ann.app, 'odd.jpg')]);
    await ann.app.composer.press('Enter');
    await page.getByRole('alert').getByText(detail).waitFor();
    await page.unroute('**/files/', refuse);
    await page.getByRole('button', { name: 'Send again' }).click();
    await isDrawn(bob.app.page, 'odd.jpg');
  });

  test('WEB8: an upload that a reload interrupts goes on where it was, while another conversation is read', async (stage) => {
    const { ann, bob } = await meet(stage);
    const { page } = ann.app;
    const parts = await holdParts(page);
    await choose(ann.app, [await photoOf(ann.app, 'kept.jpg')]);
    await ann.app.send('it survives');
    await soon(() => expect(parts.held()).toBe(1));
    const resumed = page.waitForRequest((request) => request.method() === 'HEAD');
    await page.reload();
    await ann.app.isReady();
    await page.getByRole('progressbar', { name: 'Uploading kept.jpg' }).waitFor();
    await isDrawn(page, 'kept.jpg');
    const eve = await stage.newcomer('Eve');
    await ann.app.startConversation(eve.person.username, 'Eve');
    await parts.letGo();
    await resumed;
    await bob.app.sees('it survives');
    await isDrawn(bob.app.page, 'kept.jpg');
    await ann.app.row('Bob').getByText('it survives').waitFor();
  });

  test('WEB5: a picture that did not come without a network comes when it is back', async (stage) => {
    const { ann, bob } = await meet(stage);
    await choose(ann.app, [await photoOf(ann.app, 'crane.jpg')]);
    await ann.app.send('this morning');
    await bob.app.sees('this morning');

    const phone = await stage.deviceOf(bob);
    const { page } = phone.app;
    phone.faults.allowNetworkTrouble();
    await page.route('**/uploads/**', (route) => route.abort('internetdisconnected'));
    await phone.app.openFromList('Ann');
    await page.getByText('The picture could not be loaded.').waitFor();
    await page.unroute('**/uploads/**');
    await phone.context.setOffline(true);
    await page.getByText('No connection', { exact: false }).first().waitFor();
    await phone.context.setOffline(false);
    await isDrawn(page, 'crane.jpg');
  });

  test('WEB9: what one reads stays where it is while pictures come', async (stage) => {
    const { ann, bob } = await meet(stage);
    for (const name of ['one.jpg', 'two.jpg']) await choose(ann.app, [await photoOf(ann.app, name)]);
    await ann.app.composer.press('Enter');
    await ann.app.send('below the pictures');
    await bob.app.sees('below the pictures');
    await isDrawn(bob.app.page, 'two.jpg');

    const { app } = await stage.deviceOf(bob);
    const held: Route[] = [];
    await app.page.route('**/uploads/**', (route) => void held.push(route));
    await app.openFromList('Ann');
    await app.sees('below the pictures');
    const placeOf = (): Promise<number | undefined> =>
      app
        .message('below the pictures')
        .boundingBox()
        .then((box) => box?.y);
    await soon(() => expect(held.length).toBe(2));
    const before = [await placeOf(), await heightOf(app.page)];
    for (const route of held) await route.continue();
    await isDrawn(app.page, 'one.jpg');
    await isDrawn(app.page, 'two.jpg');
    expect([await placeOf(), await heightOf(app.page)]).toEqual(before);
  });

  test('WEB8: photos that go out together stand together, and each has its own menu, reactions and end', async (stage) => {
    const { ann, bob } = await meet(stage);
    const names = ['one.jpg', 'two.jpg', 'three.jpg'];
    await choose(ann.app, await Promise.all(names.map((name) => photoOf(ann.app, name))));
    await ann.app.send('the harbour');
    await bob.app.sees('the harbour');
    for (const name of names) await isDrawn(bob.app.page, name);
    await ann.app.sees('the harbour', 'Read');
    for (const [app, other] of [
      [ann.app, 'Bob'],
      [bob.app, 'Ann'],
    ] as const)
      await app.row(other).getByText('3 photos: the harbour').waitFor();
    const { page } = bob.app;
    const article = bob.app.message('the harbour');
    expect(await photos(page).count()).toBe(3);
    expect(await article.getByRole('button', { name: /^Open the photo/ }).count()).toBe(3);
    expect(await article.getAttribute('aria-label')).toContain('3 photos: the harbour');
    expect(await findViolations(page)).toEqual([]);

    await page.getByRole('button', { name: 'Open the photo two.jpg' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'React with 👍' }).click();
    await ann.app.message('the harbour').getByRole('button', { name: /^👍/ }).waitFor();

    await page.getByRole('button', { name: 'Open the photo two.jpg' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Reply', exact: true }).click();
    await bob.app.send('this one');
    await ann.app.message('this one').getByRole('button', { name: 'Photo' }).click();
    await ann.app.page
      .locator('.album__tile--flashed')
      .getByRole('button', { name: /two.jpg/ })
      .waitFor();

    await ann.app.page.getByRole('button', { name: 'Open the photo two.jpg' }).hover();
    await ann.app.message('the harbour').getByRole('button', { name: 'Actions' }).nth(1).click();
    await ann.app.page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    await ann.app.page.getByRole('dialog').getByRole('button', { name: 'Delete for everyone' }).click();
    await areThere(photos(page), 2);
    await article.getByRole('img', { name: 'This message was deleted' }).waitFor();
    expect(await article.getAttribute('aria-label')).toContain('2 photos: the harbour');
  });

  test('WEB8: the words under a photo can be changed and taken away, also where there were none', async (stage) => {
    const { ann, bob } = await meet(stage);
    await choose(ann.app, [await photoOf(ann.app, 'crane.jpg')]);
    await ann.app.composer.press('Enter');
    await isDrawn(bob.app.page, 'crane.jpg');
    for (const words of ['this morning', 'this evening']) {
      await ann.app.page.getByRole('button', { name: 'Open the photo crane.jpg' }).click({ button: 'right' });
      await ann.app.page.getByRole('menuitem', { name: 'Edit', exact: true }).click();
      await ann.app.composer.fill(words);
      await ann.app.composer.press('Enter');
      await bob.app.sees(words);
    }
    await bob.app.message('this evening').getByText('edited').waitFor();
    await ann.app.composer.press('ArrowUp');
    await ann.app.composer.fill('');
    await ann.app.composer.press('Enter');
    await areThere(bob.app.message('this evening'), 0);
    expect(await photos(bob.app.page).count()).toBe(1);
  });

  test('WEB6: the gallery works by keyboard, and gives the focus back', async (stage) => {
    const { ann, bob } = await meet(stage);
    await choose(ann.app, [await photoOf(ann.app, 'first.jpg'), await photoOf(ann.app, 'second.jpg')]);
    await ann.app.composer.press('Enter');
    await isDrawn(bob.app.page, 'second.jpg');
    const { page } = bob.app;
    await bob.app.composer.focus();
    const opener = page.getByRole('button', { name: 'Open the photo first.jpg' });
    await bob.app.log().getByRole('article').last().focus();
    await page.keyboard.press('Enter');
    await hasFocus(opener);
    await page.keyboard.press('Enter');
    const gallery = page.getByRole('dialog', { name: 'Photos and videos' });
    await gallery.getByText('1 of 2').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press('+');
    await gallery.getByRole('button', { name: 'Zoom out' }).and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('ArrowRight');
    await gallery.getByText('2 of 2').waitFor();
    await gallery.getByRole('img', { name: 'second.jpg' }).waitFor();
    await page.keyboard.press('Escape');
    await gallery.waitFor({ state: 'detached' });
    await hasFocus(opener);
  });

  test('WEB8: a video has its first picture before it is played, and plays in its place', async (stage) => {
    const { ann, bob } = await meet(stage);
    await choose(ann.app, [await makeVideo(ann.app, 'waves.webm')]);
    await areThere(ann.app.page.getByRole('list', { name: 'Files to send' }).locator('video'), 1);
    await ann.app.composer.press('Enter');
    const { page } = bob.app;
    const start = page.getByRole('button', { name: 'Play the video waves.webm' });
    await start.locator('img[src*="thumbnail"]').waitFor();
    const before = await start.boundingBox();
    await start.click();
    const video = page.locator('video[aria-label="waves.webm"]');
    await soon(async () =>
      expect(await video.evaluate((one: HTMLVideoElement) => one.currentTime)).toBeGreaterThan(0),
    );
    expect(await video.boundingBox()).toEqual(before);
    await page.getByRole('button', { name: 'Open the video waves.webm large' }).click();
    await page.getByRole('dialog', { name: 'Photos and videos' }).getByText('1 of 1').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  test('WEB8: a file that is too large is refused with a sentence, before anything is sent', async (stage) => {
    const { ann } = await meet(stage);
    const { page } = ann.app;
    // 26 MB never leave the page: they are made in it.
    await ann.app.composer.evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(27 * 1024 * 1024)], 'huge.bin'));
      field.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await page.getByText(/huge\.bin is too large: at most 26 MB/).waitFor();
    expect(await page.getByRole('list', { name: 'Files to send' }).count()).toBe(0);
  });
});

/** Of all that the log shows, px. */
function heightOf(page: Page): Promise<number> {
  return page.getByRole('log').evaluate((log) => log.scrollHeight);
}
