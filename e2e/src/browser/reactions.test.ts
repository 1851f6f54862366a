import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { directBetween, makeGroup, signUp } from '../person.ts';
import type { AppPage } from './app-page.ts';
import { findViolations } from './find-violations.ts';
import { inBrowser, type Stage } from './in-browser.ts';
import { type Line, sayAll, storedMessages } from './seed.ts';
import { soon } from './soon.ts';
import { phone } from './visitor.ts';

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Somebody comes to a talk that another device of theirs has read to its end; `react` is what Bob does then. */
async function openReadTalk({ server, enterAs }: Stage, lineCount: number): Promise<ReadTalk> {
  const [ann, bob] = [await signUp(server.url, 'Ann'), await signUp(server.url, 'Bob')];
  const lines = Array.from({ length: lineCount }, (_, index): Line => [bob, `line ${String(index + 1)}.`]);
  const ids = await sayAll(lines, { between: [ann, bob] });
  const conversation = directBetween(ann, bob);
  const device = await ann.connect();
  await device.must('mark_read', { conversation, seq: lineCount });
  device.close();
  const { app } = await enterAs(ann, {});
  await app.openFromList('Bob');
  await app.sees(`line ${String(lineCount)}.`);
  const react = async (...numbers: readonly number[]): Promise<void> => {
    const socket = await bob.connect();
    for (const number of numbers)
      await socket.must('react', { message_id: ids[number - 1], conversation, emoji: '👍', on: true });
    socket.close();
  };
  return { app, addressOf: (number) => `/c/${conversation}/${ids[number - 1] ?? ''}`, react };
}

interface ReadTalk {
  readonly app: AppPage;
  /** of the message with this number */
  readonly addressOf: (number: number) => string;
  readonly react: (...numbers: readonly number[]) => Promise<void>;
}

inBrowser('reactions', ({ test }) => {
  test('RCT1: by the bar, by a chip and by the picker; everybody sees them, also after a reload', async ({
    newcomer,
  }) => {
    const [ann, bob, eve] = [await newcomer('Ann'), await newcomer('Bob'), await newcomer('Eve')];
    const group = await makeGroup(ann.person, 'Tea', [bob.person, eve.person]);
    await sayAll([[bob.person, 'who brings cake?']], { group });
    for (const { app } of [ann, bob]) await app.openFromList('Tea');
    const row = ann.app.message('cake');
    await row.hover();
    await row.getByRole('button', { name: 'React', exact: true }).click();
    await ann.app.page.getByRole('button', { name: 'React with 🎉' }).click();
    await row.getByRole('button', { name: '🎉 1: You', exact: true }).waitFor();
    const chip = bob.app.message('cake').getByRole('button', { name: '🎉 1: Ann', exact: true });
    await chip.click();
    await row.getByRole('button', { name: '🎉 2: You and Bob' }).waitFor();
    expect(await row.getByRole('button', { name: '🎉 2: You and Bob' }).getAttribute('aria-pressed')).toBe(
      'true',
    );

    await bob.app.message('cake').hover();
    await bob.app.message('cake').getByRole('button', { name: 'React', exact: true }).click();
    await bob.app.page.getByRole('button', { name: 'More emoji' }).click();
    const picker = bob.app.page.getByRole('dialog', { name: 'React' });
    const search = picker.getByRole('searchbox', { name: 'Search emoji' });
    await search.fill('heart');
    await soon(async () =>
      expect(await picker.getByRole('gridcell').first().getAttribute('aria-label')).toBe('red heart'),
    );
    await search.fill('rocket');
    await picker
      .getByRole('gridcell', { name: /rocket/i })
      .first()
      .click();
    await row.getByRole('button', { name: '🚀 1: Bob' }).waitFor();

    // What was chosen last is offered first.
    await bob.app.message('cake').click({ button: 'right' });
    await bob.app.page.getByRole('menuitem', { name: 'Take back 🚀' }).click();
    await row.getByRole('button', { name: '🚀 1: Bob' }).waitFor({ state: 'detached' });
    await ann.app.page.reload();
    await row.getByRole('button', { name: '🎉 2: You and Bob' }).click();
    await row.getByRole('button', { name: '🎉 1: Bob', exact: true }).waitFor();

    await eve.app.openFromList('Tea');
    await eve.app.message('cake').getByRole('button', { name: '🎉 1: Bob', exact: true }).waitFor();
    expect(await eve.app.message('cake').getAttribute('aria-label')).toContain('Reactions: 🎉 1');
  });

  test('WEB1: reactions above and in view leave the place where one reads alone; at the end it stays the end', async (stage) => {
    const { app, addressOf, react } = await openReadTalk(stage, 80);
    await react(80);
    await app.message('line 80.').getByRole('button', { name: '👍 1: Bob' }).waitFor();
    await soon(async () => expect(await app.isOnScreen('line 80.')).toBe(true));
    expect(await app.page.getByRole('button', { name: /^Jump to latest/ }).count()).toBe(0);

    await app.page.goto(addressOf(40));
    await soon(async () => expect(await app.isOnScreen('line 40.')).toBe(true));
    const read = app.message('line 40.');
    await soon(async () => {
      const one = await read.boundingBox();
      expect(await read.boundingBox()).toEqual(one);
    });
    const before = await read.boundingBox();
    // Drawn, but out of view above; and below.
    await react(21, 22, 23, 45, 61);
    await app.message('line 45.').getByRole('button', { name: '👍 1: Bob' }).waitFor();
    await soon(async () =>
      expect(await app.log().getByRole('button', { name: '👍 1: Bob' }).count()).toBeGreaterThanOrEqual(4),
    );
    expect((await read.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  test('WEB1: reactions below leave the place alone while a finger rests on older messages that just came', async (stage) => {
    const { app, react } = await openReadTalk(stage, 200);
    const log = app.log();
    const topOf = (): Promise<number> => log.evaluate((element) => element.scrollTop);
    // Two pages of 50 come at once; the next one when one comes near to it.
    await soon(async () => expect(await topOf()).toBeGreaterThan(2_500));
    const startPx = 1_200;
    await log.evaluate((element, px) => {
      // As long as it rests there, the list keeps its place from the end.
      element.dispatchEvent(new Event('touchstart'));
      element.scrollTop = px;
    }, startPx);
    await soon(async () => expect(await topOf()).toBeGreaterThan(startPx + 1_000));
    const read = app.message('line 140.');
    expect(await app.isOnScreen('line 140.')).toBe(true);
    const before = await read.boundingBox();
    await react(144, 148);
    for (const text of ['line 144.', 'line 148.'])
      await app.message(text).getByRole('button', { name: '👍 1: Bob' }).waitFor();
    expect((await read.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  test('WEB6: by keyboard alone, focus is never lost, and axe finds nothing', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { app } = ann;
    const { page } = app;
    await sayAll([[bob.person, 'hello Ann']], { between: [ann.person, bob.person] });
    await app.openFromList(bob.name);
    const row = app.message('hello Ann');
    await row.focus();
    await page.keyboard.press('+');
    const first = page.getByRole('button', { name: 'React with 👍' });
    await first.waitFor();
    await soon(async () => expect(await hasFocus(first)).toBe(true));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await findViolations(page), `the bar, ${colorScheme}`).toEqual([]);
    }
    await page.keyboard.press('Enter');
    const chip = row.getByRole('button', { name: '👍 1: You' });
    await chip.waitFor();
    await soon(async () => expect(await hasFocus(row)).toBe(true));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await findViolations(page), `a chip, ${colorScheme}`).toEqual([]);
    }
    await page.keyboard.press('Enter');
    await soon(async () => expect(await hasFocus(chip)).toBe(true));
    await page.keyboard.press('Enter');
    await chip.waitFor({ state: 'detached' });
    await soon(async () => expect(await hasFocus(row)).toBe(true));
    await row.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'React with 👍' }).waitFor();
    expect(await findViolations(page), 'the menu').toEqual([]);
  });

  test('RCT1: with a finger, by the menu of a message; what the server refuses goes back', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann', phone), await newcomer('Bob')];
    const { app } = ann;
    const [id] = await sayAll([[bob.person, 'hello Ann']], { between: [ann.person, bob.person] });
    await app.row('Bob').getByRole('link').tap();
    const row = app.message('hello Ann');
    await row.getByText('hello Ann').tap();
    await app.page.getByRole('menuitem', { name: 'React with ❤️' }).tap();
    const chip = row.getByRole('button', { name: '❤️ 1: You' });
    await chip.waitFor();
    const box = await chip.boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(36);
    const device = await ann.person.connect();
    const conversation = directBetween(ann.person, bob.person);
    for (const emoji of ['😀', '😁', '😂', '😃', '😄', '😅', '😆', '😇', '😉'])
      await device.must('react', { message_id: id, conversation, emoji, on: true });
    device.close();
    await row.getByRole('button', { name: '😉 1: You' }).waitFor();
    const wide = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBe(0);
    await row.getByText('hello Ann').tap();
    await app.page.getByRole('menuitem', { name: 'React with 🎉' }).tap();
    await app.page.getByText('You can react to a message with 10 emoji.').waitFor();
    expect(await row.getByRole('button', { name: '🎉 1: You' }).count()).toBe(0);
  });

  test('one to three emoji alone are sent as what they are, and are large', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    for (const text of ['🎉', '👩‍👩‍👧‍👦 ❤️', 'hello 🎉', 'four 🎉']) await ann.app.send(text);
    await ann.app.sees('four', 'Delivered');
    const stored = await storedMessages(ann.person, bob.person);
    expect(stored.map(({ content_type }) => content_type)).toEqual(['emoji', 'emoji', 'text', 'text']);
    const size = (text: string): Promise<number> =>
      ann.app
        .message(text)
        .last()
        .locator('.message-text')
        .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(await size('👩‍👩‍👧‍👦 ❤️')).toBeGreaterThan(2 * (await size('hello')));
  });
});
