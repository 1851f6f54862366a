import { expect } from 'bun:test';
import { makeGroup } from '../person.ts';
import { Sessions } from '../wire.ts';
import type { AppPage } from './app-page.ts';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { type Line, sayAll } from './seed.ts';

/** In both colours; what is open stays open. */
async function isClean(app: AppPage, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await app.page.evaluate(settle);
    const violations = await findViolations(app.page);
    expect(violations, `${screen}, ${colorScheme}`).toEqual([]);
  }
}

/** Runs in the page: colours are measured at rest, once the new ones are drawn. */
async function settle(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  const ending = document
    .getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await Promise.all(ending.map((one) => one.finished.catch(() => null)));
}

const settingsParts = [
  'Account',
  'Security',
  'Appearance',
  'Keyboard',
  'Notifications',
  'Blocked people',
  'About',
];

inBrowser('accessibility', ({ test }) => {
  test('WEB6: axe finds nothing on the way in', async ({ stranger, newcomer }) => {
    const { app } = await stranger();
    await app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await isClean(app, 'sign-in');
    await app.signIn({ username: 'nobody', password: 'not a password' });
    await app.page.getByRole('alert').waitFor();
    await isClean(app, 'sign-in with an error');
    const ann = await newcomer('Ann');
    await ann.app.page.getByText('No conversations yet').waitFor();
    await isClean(ann.app, 'empty workspace');
  });

  test('WEB6: axe finds nothing in conversations, and in what opens from them', async ({ newcomer }) => {
    const [ann, bob, eve] = [await newcomer('Ann'), await newcomer('Bob'), await newcomer('Eve')];
    const { app } = ann;
    const { page } = app;
    const group = await makeGroup(ann.person, 'Tea', [bob.person, eve.person]);
    await sayAll(
      [
        [bob.person, 'who brings cake?'],
        [eve.person, '`me`, see https://example.com'],
      ],
      { group },
    );
    const talk: Line[] = [
      [bob.person, '**hello** Ann\n\n> quoted\n\n- a list'],
      [ann.person, 'hello\n```ts\nconst a = 1;\n```'],
    ];
    await sayAll(talk, { between: [ann.person, bob.person] });
    await app.openFromList('Bob');
    await app.sees('hello Ann');
    await isClean(app, 'conversation');
    await app.act('const a', 'Reply');
    await isClean(app, 'reply');
    await page.keyboard.press('Escape');
    await app.message('const a').hover();
    await app.message('const a').getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menu').waitFor();
    await isClean(app, 'menu of a message');
    await page.getByRole('menuitem', { name: 'Details' }).click();
    await page.getByRole('list', { name: 'How far it has come' }).waitFor();
    await isClean(app, 'details of a message');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('dialog', { name: 'Emoji' }).getByRole('gridcell').first().waitFor();
    await isClean(app, 'emoji');
    await page.keyboard.press('Escape');
    await app.openDetails();
    await isClean(app, 'details of a person');
    await page.getByRole('button', { name: 'Check this conversation' }).click();
    await page.getByText('Nothing is missing').waitFor();
    await isClean(app, 'a check of a conversation');
    await page.keyboard.press('Escape');
    await app.openFromList('Tea');
    await app.sees('who brings cake?');
    const details = await app.openDetails();
    await details.getByText('Eve').first().waitFor();
    await isClean(app, 'details of a group');
    await details.getByRole('button', { name: 'Edit group' }).click();
    await page.getByRole('dialog', { name: 'Edit group' }).waitFor();
    await isClean(app, 'editing a group');
    await page.keyboard.press('Escape');
    await details.getByRole('button', { name: 'Activity' }).click();
    await page.getByRole('dialog', { name: 'Activity' }).waitFor();
    await isClean(app, 'activity');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+K');
    await page.getByRole('dialog', { name: 'Go to a conversation' }).waitFor();
    await isClean(app, 'switcher');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New conversation' }).click();
    for (const tab of ['People', 'New group', 'Find groups']) {
      await page.getByRole('tab', { name: tab }).click();
      await isClean(app, `new conversation, ${tab}`);
    }
  });

  test('WEB6: axe finds nothing without a network, and after a session has ended', async ({
    newcomer,
    deviceOf,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const phone = await deviceOf(ann);
    const { app } = phone;
    await app.startConversation(bob.person.username, bob.name);
    phone.faults.allowNetworkTrouble();
    await phone.context.setOffline(true);
    await app.send('in a tunnel');
    await app.sees('in a tunnel', 'Pending');
    await app.page.getByRole('status').filter({ hasText: 'No connection' }).waitFor();
    await app.page.getByRole('button', { name: '1 unsent' }).click();
    await isClean(app, 'without a network');
    const { sessions } = await ann.person.api.get('/auth/sessions', Sessions);
    for (const { id } of sessions.filter(({ current }) => !current))
      await ann.person.api.done('DELETE', `/auth/sessions/${id}`);
    await phone.context.setOffline(false);
    await app.page.getByRole('dialog', { name: 'You were signed out' }).waitFor();
    await isClean(app, 'signed out elsewhere');
  });

  test('WEB6: axe finds nothing in the settings', async ({ newcomer }) => {
    const { app } = await newcomer('Ann');
    await app.page.goto('/settings');
    for (const part of settingsParts) {
      await app.page.getByRole('link', { name: part, exact: true }).click();
      await app.page.getByRole('heading', { name: part, exact: true }).first().waitFor();
      await isClean(app, `settings, ${part}`);
    }
  });
});
