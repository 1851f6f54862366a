import { expect } from 'bun:test';
import type { Page } from 'playwright-core';
import { makeGroup, signUp } from '../person.ts';
import type { AppPage } from './app-page.ts';
import { inBrowser } from './in-browser.ts';
import { choose, makePhoto } from './media-files.ts';
import { type Line, sayAll } from './seed.ts';
import { soon } from './soon.ts';
import { phone } from './visitor.ts';

/** Everything to press that a thumb of 44 px misses. Links in running text are as small as their words. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const reach = 21;
    const pressable =
      'button, a[href], input, textarea, select, [role=button], [role=tab], [role=switch], [role=menuitem]';
    const small: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(pressable)) {
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + height / 2];
      const onScreen = x > 0 && y > 0 && x < innerWidth && y < innerHeight;
      if (
        width < 2 ||
        !onScreen ||
        !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
      )
        continue;
      if (element.closest('[role=article]') !== null) continue;
      const isHit = (atX: number, atY: number): boolean => {
        const hit = document.elementFromPoint(
          Math.min(Math.max(atX, 0), innerWidth - 1),
          Math.min(Math.max(atY, 0), innerHeight - 1),
        );
        return hit !== null && (element.contains(hit) || hit.closest('label')?.control === element);
      };
      if (!isHit(x, y)) continue; // behind something else
      const edges = [
        [x - reach, y],
        [x + reach, y],
        [x, y - reach],
        [x, y + reach],
      ] as const;
      if (!edges.every(([atX, atY]) => isHit(atX, atY)))
        small.push(
          `${element.getAttribute('aria-label') ?? element.innerText}: ${String(Math.round(width))} × ${String(Math.round(height))}`,
        );
    }
    return small;
  });
}

async function fits(app: AppPage): Promise<void> {
  await soon(async () => expect(await smallTargets(app.page)).toEqual([]), 2_000);
  const { wide, high } = await app.page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - innerWidth,
    high: document.documentElement.scrollHeight - innerHeight,
  }));
  expect({ wide, high }).toEqual({ wide: 0, high: 0 });
}

inBrowser('phone', ({ test }) => {
  test('two screens with a way back, the composer in view, targets for a thumb', async (stage) => {
    const ann = await stage.newcomer('Ann', phone);
    const bob = await stage.newcomer('Bob');
    const { app } = ann;
    await fits(app);
    await sayAll(
      Array.from({ length: 40 }, (_, index): Line => [bob.person, `line ${String(index + 1)}`]),
      { between: [ann.person, bob.person] },
    );
    await app.row('Bob').waitFor();
    await fits(app);

    await app.row('Bob').getByRole('link').tap();
    await app.composer.waitFor();
    expect(await app.list.isVisible()).toBe(false);
    const box = await app.composer.boundingBox();
    expect((box?.y ?? 1_000) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
    await fits(app);
    await app.composer.fill('from the train');
    await app.page.getByRole('button', { name: 'Send' }).tap();
    await app.sees('from the train', 'Delivered');
    expect(await app.isOnScreen('from the train')).toBe(true);

    await app.page.getByRole('link', { name: 'Back' }).tap();
    await app.list.waitFor();
    expect(await app.composer.isVisible()).toBe(false);
    await app.row('Bob').getByRole('link').tap();
    await app.composer.waitFor();
    await app.page.goBack(); // the gesture
    await app.list.waitFor();
  });

  test('WEB8: a finger that rests on a photo opens its menu, and a press the photo', async (stage) => {
    const ann = await stage.newcomer('Ann', phone);
    const bob = await stage.newcomer('Bob');
    const { app } = ann;
    const { page } = app;
    await sayAll([[bob.person, 'hello']], { between: [ann.person, bob.person] });
    await app.row('Bob').getByRole('link').tap();
    const shapes = [
      ['wide.jpg', 1200, 800],
      ['high.jpg', 800, 1200],
    ] as const;
    for (const [name, width, height] of shapes)
      await choose(app, [await makePhoto(app, { name, width, height })]);
    await page.getByRole('button', { name: 'Send', exact: true }).tap();
    const [wide, high] = shapes.map(([name]) => page.getByRole('button', { name: `Open the photo ${name}` }));
    await wide?.and(page.locator(':enabled')).waitFor();
    await high?.and(page.locator(':enabled')).waitFor();
    await fits(app);

    const box = await high?.boundingBox();
    const finger = await ann.context.newCDPSession(page);
    const touchPoints = [{ x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 }];
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    const react = page.getByRole('menuitem', { name: 'React with 👍' });
    await react.waitFor();
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    expect(await page.getByRole('dialog', { name: 'Photos and videos' }).count()).toBe(0);
    await react.tap();
    await app.log().getByRole('button', { name: /^👍/ }).waitFor();

    await high?.tap();
    await page.getByRole('dialog', { name: 'Photos and videos' }).getByText('2 of 2').waitFor();
  });

  test('a file with a long name stays within its bubble', async (stage) => {
    const ann = await stage.newcomer('Ann', phone);
    const bob = await stage.newcomer('Bob');
    const { app } = ann;
    await sayAll([[bob.person, 'hello']], { between: [ann.person, bob.person] });
    await app.row('Bob').getByRole('link').tap();
    const name = `${'what somebody called it '.repeat(6)}.txt`;
    await choose(app, [{ name, mimeType: 'text/plain', buffer: Buffer.from('little') }]);
    await app.page.getByRole('button', { name: 'Send', exact: true }).tap();
    await app.sees('what somebody called it', 'Delivered');
    await fits(app);
    const right = (selector: string): Promise<number> =>
      app.page
        .locator(selector)
        .last()
        .evaluate((element) => element.getBoundingClientRect().right);
    expect(await right('.file-card')).toBeLessThan(await right('.message-row__bubble'));
  });

  test('details, a new conversation, the switcher and the settings fit a phone', async (stage) => {
    const ann = await stage.newcomer('Ann', phone);
    const bob = await stage.newcomer('Bob');
    const { app } = ann;
    await sayAll([[bob.person, 'hello']], { between: [ann.person, bob.person] });
    await app.page.getByRole('button', { name: 'New conversation' }).tap();
    await app.page.getByRole('searchbox', { name: 'Find people' }).fill(bob.person.username);
    await app.page.getByRole('option').filter({ hasText: bob.person.username }).waitFor();
    await fits(app);
    await app.page.getByRole('button', { name: 'Close' }).tap();
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await app.row('Bob').getByRole('link').tap();
    await app.page.getByRole('button', { name: 'Details', exact: true }).tap();
    await app.page.getByRole('dialog', { name: 'Details' }).waitFor();
    await fits(app);
    await app.page.getByRole('button', { name: 'Back' }).tap();
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await app.composer.waitFor();
    await app.page.getByRole('button', { name: 'Details', exact: true }).tap();
    await app.page.getByRole('dialog', { name: 'Details' }).waitFor();
    await app.page.goBack(); // the gesture
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await app.composer.isVisible()).toBe(true);
    await app.page.goBack();
    await app.list.waitFor();
    expect(await app.composer.isVisible()).toBe(false);
    await app.page.goto('/settings');
    await app.page.getByRole('heading', { name: 'Settings' }).first().waitFor();
    await fits(app);
  });

  test('who writes to a member from the details comes back to the group, and then to the list', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann', phone), await signUp(stage.server.url, 'Bob')];
    await makeGroup(bob, 'Tea', [ann.person]);
    const { app } = ann;
    await app.openFromList('Tea');
    await app.page.getByRole('button', { name: 'Details', exact: true }).tap();
    await app.page.getByRole('button', { name: 'What to do with Bob' }).tap();
    await app.page.getByRole('menuitem', { name: 'Write a message' }).tap();
    await app.log('Bob').waitFor();
    await app.page.goBack();
    await app.log('Tea').waitFor();
    await app.page.goBack();
    await app.list.waitFor();
  });
});
