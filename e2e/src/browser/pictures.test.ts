import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { makeGroup } from './make-group.ts';
import { makePhoto, type MadeFile } from './media-files.ts';
import { meet } from './meet.ts';
import { soon } from './soon.ts';

/** Waits until an avatar in there has its picture. */
async function hasPicture(place: Locator): Promise<void> {
  const picture = place.locator('.avatar img').first();
  await picture.waitFor();
  await soon(async () =>
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0),
  );
}

async function choosePicture(page: Page, photo: MadeFile): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose a picture' }).click();
  await (await choosing).setFiles(photo);
}

inBrowser('pictures', ({ test }) => {
  test('MED8: whoever chooses a picture has it at once, others see it, and it can be taken away', async ({
    newcomer,
  }) => {
    const { ann, bob } = await meet({ newcomer });
    const { page } = ann.app;

    await page.goto(`${new URL(page.url()).origin}/settings/account`);
    await choosePicture(page, await makePhoto(ann.app, { name: 'me.jpg', width: 1200, height: 800 }));
    await hasPicture(page.locator('.picture-field'));
    expect(await findViolations(page)).toEqual([]);
    await hasPicture(bob.app.row('Ann'));

    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor({ state: 'hidden' });
    await bob.app.row('Ann').locator('.avatar img').waitFor({ state: 'detached' });
  });

  test('MED8: a group has a picture that its admin chose and saved', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await makeGroup(ann.app, 'Choir', [bob]);
    await ann.app.openDetails();
    const photo = await makePhoto(ann.app, { name: 'choir.jpg', width: 600, height: 900 });
    const dialog = page.getByRole('dialog', { name: 'Edit group' });
    for (const ending of ['Cancel', 'Save']) {
      await page.getByRole('button', { name: 'Edit group' }).click();
      await dialog.waitFor();
      expect(await dialog.locator('.avatar img').count()).toBe(0);
      await choosePicture(page, photo);
      await hasPicture(dialog);
      expect(await findViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: ending }).click();
      await dialog.waitFor({ state: 'detached' });
    }
    await hasPicture(bob.app.row('Choir'));
  });

  test('MED8: beside what somebody wrote in a group stands the picture that they have now', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await makeGroup(ann.app, 'Choir', [bob]);
    await ann.app.send('hello');
    await bob.app.openFromList('Choir');
    await bob.app.sees('hello');
    await page.goto(`${new URL(page.url()).origin}/settings/account`);
    await choosePicture(page, await makePhoto(ann.app, { name: 'me.jpg', width: 900, height: 900 }));
    await hasPicture(bob.app.message('hello'));

    // Also where it changed while nobody could say so.
    bob.faults.allowNetworkTrouble();
    await bob.context.setOffline(true);
    await bob.app.send('nobody hears this yet');
    await bob.app.sees('nobody hears this yet', 'Pending');
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor({ state: 'hidden' });
    await bob.context.setOffline(false);
    await bob.app.message('hello').locator('.avatar img').waitFor({ state: 'detached' });
  });
});
