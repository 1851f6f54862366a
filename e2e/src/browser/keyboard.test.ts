import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { inBrowser } from './in-browser.ts';
import { choose, makePhoto } from './media-files.ts';
import { soon } from './soon.ts';
import { newAccount } from './visitor.ts';

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Waits until the keyboard is there by itself. */
async function isAt(target: Locator): Promise<void> {
  await soon(async () => expect(await hasFocus(target)).toBe(true));
}

/** Tab, or Shift-Tab, until it is there; never through the nothing that `body` is but for the browser's own bar. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await target.count()) > 0 && (await hasFocus(target.first()))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`40 times ${key} did not lead to ${String(target)}`);
}

const focusIsLost = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement === null || document.activeElement === document.body);

inBrowser('keyboard', ({ test }) => {
  test('WEB6: from signing up to a reply and another conversation, without a mouse', async ({
    stranger,
    newcomer,
  }) => {
    const [bob, eve] = [await newcomer('Bob'), await newcomer('Eve')];
    const { app } = await stranger();
    const { page } = app;
    const { keyboard } = page;
    const account = newAccount('ann');
    await isAt(page.getByRole('textbox', { name: 'Username' }));
    await keyboard.type(account.username);
    await keyboard.press('Tab');
    await keyboard.type(account.password);
    await tabTo(page, page.getByRole('button', { name: 'Create account' }));
    await keyboard.press('Enter');
    await app.isReady();

    for (const { person, name } of [eve, bob]) {
      await tabTo(page, page.getByRole('button', { name: 'New conversation' }));
      await keyboard.press('Enter');
      await isAt(page.getByRole('searchbox', { name: 'Find people' }));
      await keyboard.type(person.username);
      await page.getByRole('option').filter({ hasText: person.username }).waitFor();
      await keyboard.press('Enter');
      await app.log(name).waitFor();
      await isAt(app.composer);
      await keyboard.type(`helo ${name}`);
      await keyboard.press('Enter');
      await app.sees(`helo ${name}`, 'Delivered');
      expect(await hasFocus(app.composer)).toBe(true);
    }

    await keyboard.press('ArrowUp');
    await soon(async () => expect(await app.composer.inputValue()).toBe('helo Bob'));
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('hello Bob');
    await keyboard.press('Shift+Enter');
    await keyboard.type('how are you?');
    await keyboard.press('Enter');
    await app.message('hello Bob').getByText('edited').waitFor();
    await isAt(app.composer);

    await bob.app.openFromList(account.username);
    await bob.app.send('fine, and you?');
    await app.sees('fine, and you?');
    expect(await hasFocus(app.composer)).toBe(true);
    await tabTo(page, app.message('fine, and you?'), 'Shift+Tab');
    await keyboard.press('ArrowUp');
    await isAt(app.message('hello Bob'));
    await keyboard.press('ArrowDown');
    await isAt(app.message('fine, and you?'));
    await keyboard.press('Enter');
    await isAt(app.message('fine, and you?').getByRole('button', { name: 'React' }));
    await tabTo(page, app.message('fine, and you?').getByRole('button', { name: 'Actions' }));
    await keyboard.press('Enter');
    await isAt(page.getByRole('menu', { name: 'Actions' }));
    await tabTo(page, page.getByRole('menuitem', { name: 'Reply' }), 'ArrowDown');
    await keyboard.press('Enter');
    await isAt(app.composer);
    await page.getByText('Reply to Bob').waitFor();
    await keyboard.type('never better');
    await keyboard.press('Enter');
    await bob.app.sees('never better');
    expect(await bob.app.message('never better').innerText()).toContain('fine, and you?');

    await keyboard.press('ControlOrMeta+K');
    await keyboard.type('eve');
    await page.getByRole('option', { name: 'Eve' }).first().waitFor();
    await keyboard.press('Enter');
    await app.log('Eve').waitFor();
    await isAt(app.composer);
    expect(await focusIsLost(page)).toBe(false);
  });

  test('WEB6: quick fingers after Ctrl-K write into the switcher, and send nothing', async ({ newcomer }) => {
    const [ann, bob, eve] = [await newcomer('Ann'), await newcomer('Bob'), await newcomer('Eve')];
    const { app } = ann;
    for (const { person, name } of [eve, bob]) {
      await app.startConversation(person.username, name);
      await app.send(`hello ${name}`);
      await app.sees(`hello ${name}`, 'Delivered');
    }
    const loading = Promise.withResolvers<undefined>();
    await app.page.route('**/open-switcher*.js', async (route) => {
      await loading.promise;
      await route.continue();
    });
    const { keyboard } = app.page;
    await isAt(app.composer);
    await keyboard.press('ControlOrMeta+K');
    await keyboard.type('evr');
    await keyboard.press('Backspace');
    await keyboard.type('e');
    await keyboard.press('Enter');
    expect(await app.composer.inputValue()).toBe('');
    loading.resolve(undefined);
    const field = app.page.getByRole('combobox', { name: 'Go to a conversation' });
    await isAt(field);
    await soon(async () => expect(await field.inputValue()).toBe('eve'));
    await app.page.getByRole('option', { name: 'Eve' }).first().waitFor();
    await keyboard.press('Enter');
    await app.log('Eve').waitFor();
    await app.openFromList('Bob');
    expect(await app.message(/^eve/).count()).toBe(0);
  });

  test('WEB6: what closes gives the focus back, and Esc goes one step at a time', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { app } = ann;
    const { page } = app;
    await app.startConversation(bob.person.username, bob.name);
    await app.send('one');
    await app.sees('one', 'Delivered');
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByRole('dialog', { name: 'Go to a conversation' }).waitFor();
    await page.keyboard.press('Escape');
    await isAt(app.composer);

    await tabTo(page, app.message('one'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await isAt(app.message('one').getByRole('button', { name: 'React' }));
    await tabTo(page, app.message('one').getByRole('button', { name: 'Actions' }));
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await soon(async () => expect(await focusIsLost(page)).toBe(false));
    await page.keyboard.press('Escape');
    await isAt(app.message('one'));

    const details = page.getByRole('button', { name: 'Details', exact: true });
    await tabTo(page, details, 'Shift+Tab');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Details' });
    await panel.waitFor();
    await tabTo(page, panel.getByRole('button', { name: 'Close' }));
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await soon(async () => expect(await focusIsLost(page)).toBe(false));
  });

  test('WEB6: where a message was deleted, or an upload cancelled, the focus goes on', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { app } = ann;
    const { page } = app;
    await app.startConversation(bob.person.username, bob.name);
    for (const text of ['one', 'two', 'three']) {
      await app.send(text);
      await app.sees(text, 'Delivered');
    }
    await app.message('two').focus();
    for (const next of ['three', 'one']) {
      await page.keyboard.press('ContextMenu');
      await page.getByRole('menuitem', { name: 'Delete', exact: true }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete for me' }).press('Enter');
      await isAt(app.message(next));
    }

    await page.route('**/files/**', (route) =>
      route.request().method() === 'PATCH' ? undefined : route.continue(),
    );
    await choose(app, [await makePhoto(app, { name: 'slow.jpg', width: 600, height: 400 })]);
    await app.composer.press('Enter');
    await page.getByRole('button', { name: 'Cancel the upload of slow.jpg' }).click();
    await isAt(app.message('one'));
  });
});
