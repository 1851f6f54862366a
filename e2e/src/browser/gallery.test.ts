import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { inBrowser } from './in-browser.ts';
import { choose, makePhoto } from './media-files.ts';
import { sayAll } from './seed.ts';
import { phone, type Member, type Visitors } from './visitor.ts';

/** Ann, with her conversation with Bob open on her phone. */
async function onPhone({ newcomer }: Pick<Visitors, 'newcomer'>): Promise<Member> {
  const [ann, bob] = [await newcomer('Ann', phone), await newcomer('Bob')];
  await sayAll([[bob.person, 'hello']], { between: [ann.person, bob.person] });
  await ann.app.row('Bob').getByRole('link').tap();
  await ann.app.sees('hello');
  return ann;
}

const galleryOf = ({ app }: Member): Locator => app.page.getByRole('dialog', { name: 'Photos and videos' });

/** Sends a photo, and waits until it can be opened. */
async function sendPhoto({ app }: Member, name: string): Promise<Locator> {
  await choose(app, [await makePhoto(app, { name, width: 1200, height: 800 })]);
  await app.page.getByRole('button', { name: 'Send', exact: true }).tap();
  const opener = app.page.getByRole('button', { name: `Open the photo ${name}` });
  await opener.and(app.page.locator(':enabled')).waitFor();
  return opener;
}

inBrowser('the gallery', ({ test }) => {
  test('WEB6: Back closes the gallery and not the conversation; closed by Esc it leaves nothing to go back to', async (stage) => {
    const ann = await onPhone(stage);
    const { page } = ann.app;
    const opener = await sendPhoto(ann, 'crane.jpg');
    const gallery = galleryOf(ann);
    await opener.tap();
    await gallery.waitFor();
    await page.goBack();
    await gallery.waitFor({ state: 'detached' });
    expect(await ann.app.composer.isVisible()).toBe(true);

    await opener.tap();
    await gallery.waitFor();
    await page.keyboard.press('Escape');
    await gallery.waitFor({ state: 'detached' });
    await page.goBack();
    await ann.app.list.waitFor();
    expect(await ann.app.composer.isVisible()).toBe(false);
  });

  test('WEB6: a reload with the gallery open ends at the conversation, where it opens and closes as before', async (stage) => {
    const ann = await onPhone(stage);
    const { page } = ann.app;
    const opener = await sendPhoto(ann, 'crane.jpg');
    await opener.tap();
    await galleryOf(ann).waitFor();
    await page.reload();
    await ann.app.composer.waitFor();
    await opener.tap();
    await galleryOf(ann).waitFor();
    await page.goBack();
    await galleryOf(ann).waitFor({ state: 'detached' });
    expect(await ann.app.composer.isVisible()).toBe(true);
    await page.goBack();
    await ann.app.list.waitFor();
  });
});
