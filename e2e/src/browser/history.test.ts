import { expect } from 'bun:test';
import { directBetween, makeGroup, signUp, type Person } from '../person.ts';
import { countKept } from './count-kept.ts';
import { inBrowser } from './in-browser.ts';
import { watchForJumps } from './scroll-watch.ts';
import { type Line, sayAll } from './seed.ts';
import { soon } from './soon.ts';

const total = 500;

/** Fewer turns of the wheel to the end of all these messages. */
const tall = { viewport: { width: 1280, height: 1_200 } };

/** A long talk of two: short lines, long ones, several lines, code; what differs in height shifts lists. */
function longTalk(one: Person, other: Person): Line[] {
  const kinds = [
    'yes',
    'a sentence of the usual length, as people write them all day long',
    'long: ' + 'word '.repeat(70),
    'list:\n- milk\n- bread\n- a new bicycle',
    '```\nconst answer = 42;\nconsole.log(answer);\n```',
  ];
  return Array.from({ length: total }, (_, index) => [
    Math.floor(index / 3) % 2 === 0 ? one : other,
    `m-${String(index + 1).padStart(3, '0')} ${kinds[(index * 7 + Math.floor(index / 5)) % kinds.length] ?? ''}`,
  ]);
}

inBrowser('a history of weeks', ({ test }) => {
  test('WEB1 SEQ2: it opens at the first unread, and scrolls all the way up and back without a jump', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann', tall), await stage.newcomer('Bob')];
    await bob.context.close();
    const lines = longTalk(ann.person, bob.person);
    const ids = await sayAll(lines.slice(0, 400), { between: [ann.person, bob.person] });
    const phone = await ann.person.connect();
    const conversation = directBetween(ann.person, bob.person);
    await phone.must('mark_read', { conversation, message_id: ids[349] });
    phone.close();
    await sayAll(
      lines.slice(400).map(([, text]) => [bob.person, text]),
      { between: [ann.person, bob.person] },
    );

    await ann.app.openFromList(bob.name);
    const divider = ann.app.log().getByText('New messages', { exact: true });
    await divider.waitFor();
    const first = lines.slice(350).findIndex(([person], index) => index >= 50 || person === bob.person) + 351;
    await ann.app.sees(`m-${String(first)}`);
    expect(await ann.app.isOnScreen(`m-${String(first)}`)).toBe(true);
    expect(await ann.app.isOnScreen('m-500')).toBe(false);

    const up = await watchForJumps(ann.app, 'up');
    await up.until('m-001');
    expect(up.jumps()).toEqual([]);
    const down = await watchForJumps(ann.app, 'down');
    await down.until('m-500');
    expect(down.jumps()).toEqual([]);
  }, 120_000);

  test('WEB1: a link to a message opens there, weeks away; new ones are counted and do not move the view', async (stage) => {
    const { url } = stage.server;
    const [ann, bob] = [await signUp(url, 'Ann'), await signUp(url, 'Bob')];
    const ids = await sayAll(longTalk(ann, bob), { between: [ann, bob] });
    const conversation = directBetween(ann, bob);
    const phone = await ann.connect();
    await phone.must('mark_read', { conversation, message_id: ids.at(-1) });
    phone.close();
    const { app } = await stage.enterAs(ann, {});
    await app.page.goto(`/c/${conversation}/${ids[99] ?? ''}`);
    await app.sees('m-100');
    await soon(async () => expect(await app.isOnScreen('m-100')).toBe(true));
    expect(await app.message('m-500').count()).toBe(0);

    const before = await app.message('m-100').boundingBox();
    await sayAll(
      ['news one', 'news two'].map((text): Line => [bob, text]),
      { between: [ann, bob] },
    );
    const jump = app.page.getByRole('button', { name: 'Jump to latest, 2 new messages' });
    await jump.waitFor();
    const after = await app.message('m-100').boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThanOrEqual(2);
    await jump.click();
    await app.sees('news two');
    await soon(async () => expect(await app.isOnScreen('news two')).toBe(true));
    await jump.waitFor({ state: 'hidden' });
  });

  test('WEB1: a link in a message to another one is followed in this tab, here and from another conversation', async (stage) => {
    const { url } = stage.server;
    const [ann, bob] = [await signUp(url, 'Ann'), await signUp(url, 'Bob')];
    const ids = await sayAll(longTalk(ann, bob), { between: [ann, bob] });
    const conversation = directBetween(ann, bob);
    const target = `${url}/c/${conversation}/${ids[99] ?? ''}`;
    const phone = await ann.connect();
    await phone.must('mark_read', { conversation, message_id: ids.at(-1) });
    phone.close();
    await sayAll([[ann, `here: ${target}`]], { between: [ann, bob] });
    const tea = await makeGroup(bob, 'Tea', [ann]);
    await sayAll([[bob, `there: ${target}`]], { group: tea });

    const { app, context } = await stage.enterAs(ann, {});
    for (const [name, words] of [
      ['Bob', 'here:'],
      ['Tea', 'there:'],
    ] as const) {
      await app.openFromList(name);
      await app.message(words).getByRole('link').click();
      await app.log('Bob').waitFor();
      await soon(async () => expect(await app.isOnScreen('m-100')).toBe(true));
    }
    expect(context.pages().length).toBe(1);
  });

  test('WEB1: a link leads to its message also while this device is catching up, and what arrives does not move the view', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await signUp(stage.server.url, 'Bob')];
    const between = [ann.person, bob] as const;
    const { app } = ann;
    const lines = longTalk(bob, bob);
    await sayAll(lines.slice(0, 60), { between });
    await app.openFromList('Bob');
    await app.sees('m-001');
    await soon(async () => expect(await countKept(app.page, 'account')).toBe(1));
    await app.page.goto('/healthz'); // away, with a copy of what was said
    const ids = await sayAll(lines.slice(60, 360), { between });
    let letThrough = (): void => undefined;
    const isLetThrough = new Promise<void>((resolve) => (letThrough = resolve));
    await app.page.routeWebSocket('**/socket.io/**', (socket) => {
      const server = socket.connectToServer();
      server.onMessage((packet) => void isLetThrough.then(() => socket.send(packet)));
    });
    await app.page.goto(`/c/${directBetween(ann.person, bob)}/${ids[139] ?? ''}`);
    await app.sees('m-200');
    await soon(async () => expect(await app.isOnScreen('m-200')).toBe(true));
    const before = await app.message('m-200').boundingBox();
    letThrough();
    await sayAll([[bob, 'news']], { between });
    const jump = app.page.getByRole('button', { name: /^Jump to latest, / });
    await jump.waitFor();
    const after = await app.message('m-200').boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThanOrEqual(2);
    await jump.click();
    await soon(async () => expect(await app.isOnScreen('news')).toBe(true));
  });

  test('WEB1: who is at the end stays there through a burst, and sees its last', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const between = [ann.person, bob.person] as const;
    await sayAll(longTalk(ann.person, bob.person).slice(0, 60), { between });
    await ann.app.openFromList(bob.name);
    const jump = ann.app.page.getByRole('button', { name: /^Jump to latest/ });
    await jump.click();
    await jump.waitFor({ state: 'hidden' });
    for (const burst of ['one', 'two', 'three']) {
      const lines = Array.from({ length: 20 }, (_, index): Line => [
        bob.person,
        `burst ${burst} ${String(index)}`,
      ]);
      await sayAll(lines, { between });
      await ann.app.sees(`burst ${burst} 19`);
      await soon(async () => expect(await ann.app.isOnScreen(`burst ${burst} 19`)).toBe(true));
      expect(await jump.count()).toBe(0);
    }
  });

  test('WEB1: who scrolls up in the moment that a message arrives is not brought back to the end', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const between = [ann.person, bob.person] as const;
    await sayAll(longTalk(ann.person, bob.person).slice(0, 100), { between });
    const { app } = ann;
    await app.openFromList(bob.name);
    const jump = app.page.getByRole('button', { name: /^Jump to latest/ });
    await jump.click();
    await jump.waitFor({ state: 'hidden' });
    // Far enough that rows are drawn, and measured, which were not before.
    await app.log().evaluate((log) => {
      const arrivals = new MutationObserver(() => {
        if (!log.textContent.includes('just now')) return;
        arrivals.disconnect();
        log.scrollTop -= 3_000;
      });
      arrivals.observe(log, { childList: true, subtree: true });
    });
    await sayAll([[bob.person, 'just now']], { between });
    await jump.waitFor();
    // Which waits until the list is at rest.
    await watchForJumps(app, 'up');
    expect(await jump.count()).toBe(1);
    expect(await app.isOnScreen('just now')).toBe(false);
  });
});
