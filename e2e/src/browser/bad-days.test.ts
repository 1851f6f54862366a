import { expect } from 'bun:test';
import { Sessions } from '../wire.ts';
import { inBrowser } from './in-browser.ts';
import { storedMessages } from './seed.ts';
import { soon } from './soon.ts';
import { PASSWORD } from '../person.ts';

/** Runs in the page before the app: the browser forbids IndexedDB. */
function blockIndexedDb(): void {
  Object.defineProperty(window, 'indexedDB', {
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    },
  });
}

/** Runs in the page before the app: nothing more can be written. */
function fillIndexedDb(): void {
  const refuse = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  IDBObjectStore.prototype.put = refuse;
  IDBObjectStore.prototype.add = refuse;
}

/** Runs in the page before the app: the clock of the computer is three days ahead. */
function setClockAhead(): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + 3 * 86_400_000;
}

inBrowser('bad days', ({ test }) => {
  for (const [what, script] of [
    ['blocked', blockIndexedDb],
    ['full', fillIndexedDb],
  ] as const)
    test(`RCV1: with IndexedDB ${what} the app warns, and still sends`, async ({ newcomer }) => {
      const [ann, bob] = [await newcomer('Ann', { script }), await newcomer('Bob')];
      await ann.app.startConversation(bob.person.username, bob.name);
      await ann.app.send('from memory');
      await bob.app.openFromList(ann.name);
      await bob.app.sees('from memory');
      await ann.app.sees('from memory', 'Read');
      await ann.app.page.getByText('This browser keeps nothing').first().waitFor();
    });

  test('SND5 SEQ2: a clock that is days wrong changes neither what is sent nor its order', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann', { script: setClockAhead }), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('m-1');
    await bob.app.openFromList(ann.name);
    await bob.app.sees('m-1');
    await bob.app.send('m-2');
    await ann.app.sees('m-2');
    await ann.app.send('m-3');
    await bob.app.sees('m-3');
    await ann.app.sees('m-3', 'Read');
    await ann.app.page.reload();
    for (const { app } of [ann, bob])
      await soon(async () => expect(await app.read(/m-\d/)).toEqual(['m-1', 'm-2', 'm-3']));
  });

  test('WEB4 RCV1: a message that the server refuses says why, and can be edited and sent', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('hello');
    await ann.app.sees('hello', 'Delivered');
    await bob.person.api.done('PUT', `/me/blocks/${ann.person.id}`);
    await ann.app.send('a word in your ear');
    const failed = ann.app.message('a word in your ear');
    await failed.getByLabel('Not sent').waitFor();
    expect(await failed.getByRole('alert').innerText()).not.toBe('');
    await bob.person.api.done('DELETE', `/me/blocks/${ann.person.id}`);
    await failed.getByRole('button', { name: 'Edit', exact: true }).click();
    await soon(async () => expect(await ann.app.composer.inputValue()).toBe('a word in your ear'));
    await ann.app.composer.fill('a kind word');
    await ann.app.composer.press('Enter');
    await ann.app.sees('a kind word', 'Delivered');
    const stored = await storedMessages(bob.person, ann.person);
    expect(stored.map(({ content }) => content)).toEqual(['hello', 'a kind word']);
  });

  test('LIM1: what is longer than 8,000 characters says so and is not sent, until it is shortened', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    const long = 'é'.repeat(8_001);
    await ann.app.composer.fill(long);
    await ann.app.page.getByText('Too long by 1 character', { exact: true }).waitFor();
    expect(await ann.app.page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await ann.app.composer.press('Enter');
    expect(await ann.app.composer.inputValue()).toBe(long);
    expect(await ann.app.message('é').count()).toBe(0);
    await ann.app.composer.fill(long.slice(1));
    await ann.app.composer.press('Enter');
    await ann.app.sees('é', 'Delivered');
    const stored = await storedMessages(bob.person, ann.person);
    expect(stored.map(({ content }) => content)).toEqual([long.slice(1)]);
  });

  test('WEB5 RCV1 SEC1: a session ended elsewhere says so; what waits is sent after signing in again', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const phone = await stage.deviceOf(ann);
    await phone.app.startConversation(bob.person.username, bob.name);
    await phone.app.send('m-1');
    await phone.app.sees('m-1', 'Delivered');
    phone.faults.allowNetworkTrouble();
    await phone.context.setOffline(true);
    await phone.app.send('m-2');
    await phone.app.sees('m-2', 'Pending');
    const { sessions } = await ann.person.api.get('/auth/sessions', Sessions);
    for (const { id } of sessions.filter(({ current }) => !current))
      await ann.person.api.done('DELETE', `/auth/sessions/${id}`);
    await phone.context.setOffline(false);

    await phone.app.page.getByText('You were signed out').first().waitFor();
    await phone.app.page.getByText('1 message waits on this device to be sent').first().waitFor();
    const password = phone.app.page.getByLabel('Password', { exact: true });
    await password.fill(PASSWORD);
    await phone.app.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await bob.app.openFromList(ann.name);
    await soon(async () => expect(await bob.app.read(/m-\d/)).toEqual(['m-1', 'm-2']));
    await phone.app.openFromList(bob.name);
    await phone.app.sees('m-2', 'Read');
  });
});
