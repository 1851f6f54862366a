import { expect } from 'bun:test';
import { inBrowser } from './in-browser.ts';
import { type Line, sayAll } from './seed.ts';
import { soon } from './soon.ts';
import type { Member } from './visitor.ts';

const says = (who: Member, to: Member, texts: readonly string[]): Promise<string[]> =>
  sayAll(
    texts.map((text): Line => [who.person, text]),
    { between: [who.person, to.person] },
  );

const shows = (who: Member, about: string, unread: string): Promise<void> =>
  soon(async () => {
    expect(await who.app.row(about).getByRole('img').getAttribute('aria-label')).toContain(unread);
  });

const showsNone = (who: Member, about: string): Promise<void> =>
  soon(async () => {
    expect(await who.app.row(about).getByRole('img').getAttribute('aria-label')).not.toContain('unread');
  });

const showsDot = (who: Member, isDot: boolean): Promise<void> =>
  soon(async () => {
    const icon = await who.app.page.locator('link[rel=icon]').getAttribute('href');
    expect(icon?.includes('unread')).toBe(isDot);
  });

const title = (who: Member, pattern: RegExp): Promise<void> =>
  soon(async () => {
    expect(await who.app.page.title()).toMatch(pattern);
  });

inBrowser('unread', ({ test }) => {
  test('RD1 RD2: what one reads on one device is read on the other, and the title counts', async (stage) => {
    const [ann, bob, eve] = [
      await stage.newcomer('Ann'),
      await stage.newcomer('Bob'),
      await stage.newcomer('Eve'),
    ];
    const desk = await stage.deviceOf(ann);
    await says(bob, ann, ['one', 'two', 'three']);
    await says(eve, ann, ['uno']);
    for (const device of [ann, desk]) {
      await shows(device, 'Bob', '3 unread');
      await shows(device, 'Eve', '1 unread');
      await title(device, /^\(4\)/);
      await showsDot(device, true);
    }
    await ann.app.openFromList('Bob');
    for (const device of [ann, desk]) {
      await showsNone(device, 'Bob');
      await title(device, /^\(1\)/);
    }
    // What one sends oneself, or deletes, is not unread.
    await ann.app.send('four');
    await desk.app.openFromList('Eve');
    for (const device of [ann, desk]) {
      await showsNone(device, 'Eve');
      await title(device, /^(?!\()/);
      await showsDot(device, false);
    }
  });

  test('WEB2 RD1: only what was on screen is marked as read', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await says(
      bob,
      ann,
      Array.from({ length: 60 }, (_, index) => `line ${String(index + 1)}`),
    );
    await shows(ann, 'Bob', '60 unread');
    await ann.app.openFromList('Bob');
    await ann.app.page.getByRole('button', { name: /^Jump to latest/ }).waitFor();
    await soon(async () => {
      const label = (await ann.app.row('Bob').getByRole('img').getAttribute('aria-label')) ?? '';
      const unread = Number(/(\d+) unread/.exec(label)?.[1]);
      expect(unread).toBeGreaterThan(10);
      expect(unread).toBeLessThan(60);
    });
    await ann.app.page.getByRole('button', { name: /^Jump to latest/ }).click();
    await showsNone(ann, 'Bob');
    await bob.app.openFromList('Ann');
  });

  test('WEB2 RD1: a conversation in a tab behind another is not marked as read', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await says(bob, ann, ['seen']);
    await ann.app.openFromList('Bob');
    await showsNone(ann, 'Bob');
    await ann.app.page.evaluate(pretendHidden, true);
    await says(bob, ann, ['not seen yet']);
    await ann.app.sees('not seen yet');
    await shows(ann, 'Bob', '1 unread');
    await title(ann, /^\(1\)/);
    await ann.app.page.evaluate(pretendHidden, false);
    await showsNone(ann, 'Bob');
  });

  test('RD2: marked as unread by hand it stays so on all devices, until it is read', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const desk = await stage.deviceOf(ann);
    await says(bob, ann, ['hello']);
    await ann.app.openFromList('Bob');
    await showsNone(desk, 'Bob');
    await desk.app.row('Bob').hover();
    await desk.app.page.getByRole('button', { name: 'More: Bob' }).click();
    await desk.app.page.getByRole('menuitem', { name: 'Mark as unread' }).click();
    for (const device of [ann, desk]) await shows(device, 'Bob', 'marked as unread');
    await desk.app.openFromList('Bob');
    await showsNone(desk, 'Bob');
  });

  test('a muted conversation counts quietly: its row says so, the title does not', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await says(bob, ann, ['hello']);
    await shows(ann, 'Bob', '1 unread');
    await ann.app.row('Bob').hover();
    await ann.app.page.getByRole('button', { name: 'More: Bob' }).click();
    await ann.app.page.getByRole('menuitem', { name: 'Mute until I turn it on' }).click();
    await shows(ann, 'Bob', 'muted');
    await title(ann, /^(?!\()/);
    await says(bob, ann, ['again']);
    await shows(ann, 'Bob', '2 unread');
    await title(ann, /^(?!\()/);
  });

  test('RD2: what was deleted before it was read no longer counts', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await bob.app.startConversation(ann.person.username, ann.name);
    for (const text of ['one', 'two']) await bob.app.send(text);
    await shows(ann, 'Bob', '2 unread');
    await bob.app.remove('one', 'Delete for everyone');
    await shows(ann, 'Bob', '1 unread');
  });
});

/** Runs in the page: a tab behind another, or in front again. */
function pretendHidden(isHidden: boolean): void {
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    get: () => (isHidden ? 'hidden' : 'visible'),
  });
  document.dispatchEvent(new Event('visibilitychange'));
}
