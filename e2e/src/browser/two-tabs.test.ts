import { expect } from 'bun:test';
import { PASSWORD } from '../person.ts';
import { storedMessages } from './seed.ts';
import { inBrowser } from './in-browser.ts';
import { soon } from './soon.ts';

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `m-${String(from + index).padStart(2, '0')}`);

inBrowser('two tabs', ({ test }) => {
  test('RCV1 SND2 SEQ2: two tabs of one person write in turn, one sends; the sending tab closes in the middle', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const first = ann.app;
    await first.startConversation(bob.person.username, bob.name);
    const second = await ann.newTab(new URL(first.page.url()).pathname);
    await second.log(bob.name).waitFor();
    for (const [index, text] of numbered(1, 8).entries()) await (index % 2 === 0 ? first : second).send(text);
    await bob.app.openFromList(ann.name);
    for (const app of [first, second, bob.app])
      await soon(async () => {
        expect((await app.read(/m-\d\d/)).toSorted()).toEqual(numbered(1, 8));
      });
    const order = await bob.app.read(/m-\d\d/);
    for (const app of [first, second]) expect(await app.read(/m-\d\d/)).toEqual(order);

    // The first tab leads: it was here first. It goes with a message just written in each.
    await second.send('m-09');
    await first.send('m-10');
    await first.page.close();
    await second.send('m-11');
    for (const text of ['m-09', 'm-10', 'm-11']) await second.sees(text, 'Read');
    await soon(async () => {
      const shown = await second.read(/m-\d\d/);
      expect(shown.toSorted()).toEqual(numbered(1, 11));
      expect(await bob.app.read(/m-\d\d/)).toEqual(shown);
    });
    const stored = await storedMessages(bob.person, ann.person);
    expect(stored.map(({ content }) => content)).toEqual(await bob.app.read(/m-\d\d/));
  });

  test('RD1: what one tab reads, sends, drafts and deletes the other shows', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    await bob.app.startConversation(ann.person.username, ann.name);
    for (const text of ['one', 'two']) await bob.app.send(text);
    const second = await ann.newTab();
    for (const app of [ann.app, second]) await app.row(bob.name).getByText('2', { exact: true }).waitFor();
    await second.openFromList(bob.name);
    await ann.app.row(bob.name).getByText('2', { exact: true }).waitFor({ state: 'detached' });
    await bob.app.sees('two', 'Read');
    await ann.app.openFromList(bob.name);
    await second.remove('one', 'Delete for me');
    await ann.app.message('one').waitFor({ state: 'detached' });
  });

  test('SEC1: who signs out in one tab leaves nothing of theirs in the other, where the next one appears too', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const first = ann.app;
    await first.startConversation(bob.person.username, bob.name);
    await first.send('between us');
    const second = await ann.newTab(new URL(first.page.url()).pathname);
    await second.sees('between us');
    await first.page.getByRole('button', { name: 'Account' }).click();
    await first.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await first.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    for (const { page } of [first, second]) {
      // The server may end the second tab's session before the first one tells it to forget everything.
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
      await page.getByText('between us').waitFor({ state: 'detached' });
    }
    await first.signIn({ username: bob.person.username, password: PASSWORD });
    await second.isReady();
    await second.row(ann.name).waitFor();
  });
});
