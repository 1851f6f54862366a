import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { makeGroup, newUsername, signUp } from '../person.ts';
import { Me } from '../wire.ts';
import { inBrowser } from './in-browser.ts';
import { type Line, sayAll } from './seed.ts';
import { soon } from './soon.ts';

const zalgo = 'he comes'.replaceAll(/\w/g, (letter) => letter + '\u0300\u0316\u0489\u0334\u035d'.repeat(20));
const bidi = '\u202egnp.exe\u202c \u2067\u2066abc \u200f\u061c end';
const markup = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

/** Each with a mark of its own, so that it is found whatever becomes of the rest. */
const hostile: Record<string, string> = {
  markup: `${markup}<svg/onload=window.hacked=1><iframe srcdoc="<script>parent.hacked=1</script>">`,
  links:
    '[one](javascript:window.hacked=1) <javascript:window.hacked=1> [two](data:text/html,<script>1</script>) ![pic](https://elsewhere.example/pixel.png)',
  bidi,
  zalgo: zalgo.repeat(4),
  word: 'w'.repeat(7_900),
  address: `https://example.com/${'path/'.repeat(300)}?${'q=1&'.repeat(300)}`,
  fences: '```\nnever closed\n~~~\n`` ` ``` '.repeat(20),
  stars: '**_**__[[[[(((![]()*'.repeat(350),
  quotes: `${'>'.repeat(3_000)} deep`,
  lists: Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth * 2)}- item`).join('\n'),
  table: `|${'a|'.repeat(500)}\n|${'-|'.repeat(500)}`,
  blank: `\u200b\u2800\u00ad${'\n'.repeat(500)}end`,
};

/** px by which the page is wider than the window, and what stands out of it. */
function overflow(page: Page): Promise<unknown> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    const log = document.querySelector('[role=log]')?.getBoundingClientRect();
    const wide = [...document.querySelectorAll('[role=log] [role=article] > *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return log !== undefined && (left < log.left - 1 || right > log.right + 1);
    });
    return {
      x: scrollWidth - clientWidth,
      y: scrollHeight - clientHeight,
      wide: wide.map(({ className }) => className),
    };
  });
}
const none = { x: 0, y: 0, wide: [] };

inBrowser('hostile text', ({ test }) => {
  for (const [viewport, size] of [
    ['a desk', { width: 1440, height: 900 }],
    ['a phone', { width: 390, height: 844 }],
  ] as const)
    test(`WEB7 SEC7: hostile messages run nothing, ask nobody and keep the layout, on ${viewport}`, async (stage) => {
      const [ann, bob] = [await stage.newcomer('Ann', { viewport: size }), await stage.newcomer('Bob')];
      const lines = Object.entries(hostile).map(([mark, text]): Line => [bob.person, `${mark}! ${text}`]);
      await sayAll(lines, { between: [ann.person, bob.person] });
      await ann.app.openFromList(bob.name);
      for (const mark of Object.keys(hostile)) {
        const found = ann.app.message(`${mark}!`);
        await soon(async () => {
          if ((await found.count()) === 0) await ann.app.log().evaluate((log) => log.scrollBy(0, 300));
          expect(await found.count()).toBe(1);
        });
        await found.scrollIntoViewIfNeeded();
        expect({ mark, ...((await overflow(ann.app.page)) as object) }).toEqual({ mark, ...none });
        for (const link of await found.getByRole('link').all())
          expect(await link.getAttribute('href')).toMatch(/^(https?|mailto):/);
      }
      expect(await ann.app.page.evaluate('window.hacked')).toBeUndefined();
      expect(await ann.app.page.locator('[role=log] :is(img, iframe, script, svg[onload])').count()).toBe(0);
    });

  test('WEB7: 8,000 emoji are one message that scrolls', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await sayAll(
      [
        [bob.person, '🙂'.repeat(8_000)],
        [bob.person, 'after'],
      ],
      { between: [ann.person, bob.person] },
    );
    await ann.app.openFromList(bob.name);
    await ann.app.sees('🙂🙂🙂');
    expect(await overflow(ann.app.page)).toEqual(none);
    await ann.app.page.getByRole('button', { name: /^Jump to latest/ }).click();
    await ann.app.sees('after');
    expect(await overflow(ann.app.page)).toEqual(none);
    await ann.app.send('still here');
    await ann.app.sees('still here', 'Delivered');
  });

  test('WEB7: hostile names of people and groups run nothing and keep every row its height', async (stage) => {
    const ann = await stage.newcomer('Ann');
    const names = [markup.slice(0, 60), zalgo.slice(0, 64), bidi, 'n'.repeat(64), 'Plain'];
    for (const [index, name] of names.entries()) {
      const other = await signUp(stage.server.url, 'other');
      await other.api.patch('/me', { display_name: name }, Me);
      await sayAll([[other, `hello ${String(index)}`]], { between: [ann.person, other] });
      await makeGroup(other, `${name} ${'g'.repeat(30)}`, [ann.person]);
    }
    await soon(async () => expect(await ann.app.list.getByRole('link').count()).toBe(2 * names.length));
    const heights = await ann.app.list
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => Math.round(link.getBoundingClientRect().height)));
    expect(new Set(heights).size).toBe(1);
    for (const link of await ann.app.list.getByRole('link').all()) {
      await link.click();
      await ann.app.log().waitFor();
      expect(await overflow(ann.app.page)).toEqual(none);
    }
    expect(await ann.app.page.evaluate('window.hacked')).toBeUndefined();
  });

  test('a name that reads from the right leaves our sentences, and who says what, in their order', async (stage) => {
    const name = '\u0644\u064a\u0644\u0649';
    const [layla, bob] = [
      await signUp(stage.server.url, name, newUsername('layla')),
      await stage.newcomer('Bob'),
    ];
    const tea = await makeGroup(layla, 'Tea', [bob.person]);
    await sayAll([[layla, 'hello']], { group: tea });
    const said = bob.app.row('Tea').locator('.preview-text', { hasText: 'hello' });
    await isLeftOf(said, name, 'hello');
    await bob.app.openFromList('Tea');
    await isLeftOf(bob.app.line('made the group').first(), name, 'made');

    await bob.app.act('hello', 'Reply');
    await bob.app.send('good morning');
    const quote = bob.app.message('good morning').getByRole('button', { name: 'hello' });
    await soon(async () =>
      expect(Math.abs((await leftOf(quote, name)) - (await leftOf(quote, 'hello')))).toBeLessThan(2),
    );
  });
});

/** A name may come a moment after what its owner said. */
async function isLeftOf(place: Locator, one: string, other: string): Promise<void> {
  await soon(async () => expect(await leftOf(place, one)).toBeLessThan(await leftOf(place, other)));
}

/** Where some words of it begin on the screen, px; of words that read from the right, where they end. */
function leftOf(place: Locator, words: string): Promise<number> {
  return place.evaluate((element, wanted) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1;
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + wanted.length);
      return range.getBoundingClientRect().left;
    }
    throw new Error(`${wanted} is not there`);
  }, words);
}
