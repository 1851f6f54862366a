import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { makeGroup, signUp } from '../person.ts';
import { inBrowser } from './in-browser.ts';
import { sayAll } from './seed.ts';
import { soon } from './soon.ts';
import { phone, type Member, type Visitors } from './visitor.ts';

/** Ann, with a conversation with Bob and a group of the two, on her phone. */
async function onPhone({ newcomer }: Pick<Visitors, 'newcomer'>, url: string): Promise<Member> {
  const [ann, bob] = [await newcomer('Ann', phone), await signUp(url, 'Bob')];
  await sayAll([[bob, 'hello']], { between: [ann.person, bob] });
  await makeGroup(ann.person, 'Tea', [bob]);
  await ann.app.row('Tea').waitFor();
  return ann;
}

const path = ({ app }: Member): string => new URL(app.page.url()).pathname;

/** Opens something, and goes back from it: it is gone, and the address is as it was. */
async function closesByBack(member: Member, opened: Locator, opener: Locator): Promise<void> {
  const before = path(member);
  await opener.click();
  await opened.waitFor();
  await member.app.page.goBack();
  await opened.waitFor({ state: 'detached' });
  expect(path(member)).toBe(before);
}

inBrowser('Back', ({ test }) => {
  test('WEB6: Back closes each dialog, menu and picker, and then leads out of the conversation', async (stage) => {
    const ann = await onPhone(stage, stage.server.url);
    const { app } = ann;
    const { page } = app;
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    const dialog = (name: string): Locator => page.getByRole('dialog', { name });
    await closesByBack(ann, dialog('New conversation'), button('New conversation'));
    await closesByBack(ann, page.getByRole('menu'), button('Account'));

    await app.openFromList('Bob');
    await closesByBack(ann, dialog('Emoji'), button('Emoji'));
    await button('Emoji').click();
    await closesByBack(
      ann,
      page.getByRole('menu', { name: 'Skin tone' }),
      dialog('Emoji').getByRole('button', { name: /^Skin tone/ }),
    );
    await dialog('Emoji').waitFor();
    await page.goBack();
    await dialog('Emoji').waitFor({ state: 'detached' });

    const menu = page.getByRole('menu');
    await app.message('hello').click({ button: 'right' });
    await closesByBack(
      ann,
      dialog('Delete this message?'),
      menu.getByRole('menuitem', { name: 'Delete', exact: true }),
    );
    expect(await app.composer.isVisible()).toBe(true);
    await page.goBack();
    await app.list.waitFor();
    expect(await app.composer.isVisible()).toBe(false);
  });

  test('WEB6: a dialog over the details closes first, then they, then the conversation; also after a reload', async (stage) => {
    const ann = await onPhone(stage, stage.server.url);
    const { app } = ann;
    const { page } = app;
    await app.openFromList('Tea');
    const details = page.getByRole('dialog', { name: 'Details' });
    const edit = page.getByRole('dialog', { name: 'Edit group' });
    const open = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Details', exact: true }).tap();
      await page.getByRole('button', { name: 'Edit group' }).tap();
      await edit.waitFor();
    };
    await open();
    await page.goBack();
    await edit.waitFor({ state: 'detached' });
    expect(await details.isVisible()).toBe(true);
    await page.goForward();
    expect(await edit.count()).toBe(0);
    await page.goBack();
    await details.waitFor({ state: 'detached' });
    expect(await app.composer.isVisible()).toBe(true);

    await open();
    // Faster than the page can see.
    await page.evaluate(() => {
      history.back();
      history.back();
    });
    await details.waitFor({ state: 'detached' });
    expect([await edit.count(), await app.composer.isVisible()]).toEqual([0, true]);

    await open();
    await page.reload();
    await app.composer.waitFor();
    await soon(async () => expect(await page.evaluate(() => history.state as unknown)).toBeNull());
    await page.goBack();
    await app.list.waitFor();
    expect(await app.composer.isVisible()).toBe(false);
  });

  test('WEB6: what was closed by its own buttons is no press of Back; what leads elsewhere leads back from there', async (stage) => {
    const ann = await onPhone(stage, stage.server.url);
    const carol = await signUp(stage.server.url, 'Carol');
    const { app } = ann;
    const { page } = app;
    await app.startConversation(carol.username, 'Carol');
    await page.goBack();
    await app.list.waitFor();
    expect(path(ann)).toBe('/');

    await app.openFromList('Tea');
    const address = path(ann);
    await page.getByRole('button', { name: 'Details', exact: true }).tap();
    await page.getByRole('button', { name: 'Edit group' }).tap();
    const edit = page.getByRole('dialog', { name: 'Edit group' });
    await edit.getByRole('textbox', { name: 'Name' }).fill('Tea and cake');
    await edit.getByRole('button', { name: 'Save' }).tap();
    await edit.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Delete group' }).tap();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).tap();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(path(ann)).toBe(address);
    await page.getByRole('button', { name: 'Back' }).tap();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await soon(async () => expect(await page.evaluate(() => history.state as unknown)).toBeNull());

    // Its owner is told what comes first, and led to where they are already.
    await page.getByRole('button', { name: 'Details', exact: true }).tap();
    await page.getByRole('button', { name: 'Leave group' }).tap();
    await page.getByRole('button', { name: 'Open the group' }).tap();
    await page.getByRole('dialog').first().waitFor({ state: 'detached' });
    await soon(async () => expect(await page.evaluate(() => history.state as unknown)).toBeNull());
    expect(path(ann)).toBe(address);
    await page.goBack();
    await app.list.waitFor();
  });

  test('WEB6: on a wide screen too: Back closes the switcher, and from where it led one comes back', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await signUp(stage.server.url, 'Bob')];
    const { app } = ann;
    const { page } = app;
    await sayAll([[bob, 'hello']], { between: [ann.person, bob] });
    await makeGroup(ann.person, 'Tea', [bob]);
    // A link from elsewhere is where one begins.
    await app.openFromList('Tea');
    await page.reload();
    await app.log('Tea').waitFor();
    const switcher = page.getByRole('dialog', { name: 'Go to' });
    await page.keyboard.press('Control+k');
    await switcher.waitFor();
    await page.goBack();
    await switcher.waitFor({ state: 'detached' });
    expect(await app.log('Tea').isVisible()).toBe(true);
    await page.keyboard.press('Control+k');
    await switcher.getByRole('combobox').fill('Bob');
    await page.keyboard.press('Enter');
    await app.log('Bob').waitFor();
    await page.goBack();
    await app.log('Tea').waitFor();
    expect(await switcher.count()).toBe(0);
  });
});
