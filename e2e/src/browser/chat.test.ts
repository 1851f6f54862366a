import { expect } from 'bun:test';
import { inBrowser } from './in-browser.ts';
import { soon } from './soon.ts';
import { newAccount } from './visitor.ts';

inBrowser('chat', ({ test }) => {
  test('SEQ2 RD1: two people register, find each other and chat; ticks say stored, delivered, read', async (stage) => {
    const [annsAccount, bobsAccount] = [newAccount('ann'), newAccount('bob')];
    const away = await stage.stranger();
    await away.app.signUp(bobsAccount);
    await away.context.close();

    const { app: ann } = await stage.stranger();
    await ann.signUp(annsAccount);
    await ann.startConversation(bobsAccount.username);
    await ann.send('hello, m-1');
    await ann.sees('m-1', 'Stored');

    const { app: bob } = await stage.stranger();
    await bob.signIn(bobsAccount);
    await ann.sees('m-1', 'Delivered');
    await bob.openFromList(annsAccount.username);
    await bob.sees('m-1');
    await ann.sees('m-1', 'Read');

    await bob.send('hello yourself, m-2');
    await ann.sees('m-2');
    await bob.sees('m-2', 'Read');
    await ann.send('tea at four? m-3');
    await bob.sees('m-3');
    for (const app of [ann, bob]) expect(await app.read(/m-\d/)).toEqual(['m-1', 'm-2', 'm-3']);
  });

  test('who gives a wrong password is told so, and may try again', async ({ stranger }) => {
    const account = newAccount('ann');
    const first = await stranger();
    await first.app.signUp(account);
    const { app } = await stranger();
    await app.signIn({ ...account, password: 'not this one' });
    await app.page.getByRole('alert').filter({ hasText: 'Wrong username or password' }).waitFor();
    await app.signIn(account);
    await app.isReady();
  });

  test('PRS1: who types is seen typing, until the message is there', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('knock knock');
    await bob.app.openFromList(ann.name);
    await bob.app.composer.pressSequentially('who is');
    const typing = ann.app.page.getByText('typing…').first();
    await typing.waitFor();
    await bob.app.send('who is there?');
    await ann.app.sees('who is there?');
    await typing.waitFor({ state: 'hidden' });
  });

  test('SYN1: an edit by the Up key and a deletion for everyone reach the other side', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    for (const text of ['first', 'a secret', 'helo']) await ann.app.send(text);
    await bob.app.openFromList(ann.name);
    await bob.app.sees('helo');

    await ann.app.composer.press('ArrowUp');
    await soon(async () => expect(await ann.app.composer.inputValue()).toBe('helo'));
    await ann.app.composer.fill('hello');
    await ann.app.composer.press('Enter');
    for (const { app } of [ann, bob]) {
      await app.message('hello').getByText('edited').waitFor();
      expect(await app.message('helo').count()).toBe(0);
    }

    await ann.app.remove('a secret', 'Delete for everyone');
    for (const { app } of [ann, bob]) {
      await app.message('This message was deleted').waitFor();
      expect(await app.message('a secret').count()).toBe(0);
    }
  });

  test('what one deletes for oneself goes from all of one’s devices, and stays with the other', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    for (const text of ['keep this', 'embarrassing']) await ann.app.send(text);
    const phone = await stage.deviceOf(ann);
    for (const [one, other] of [
      [phone, bob],
      [bob, ann],
    ] as const) {
      await one.app.openFromList(other.name);
      await one.app.sees('embarrassing');
    }
    await ann.app.remove('embarrassing', 'Delete for me');
    for (const { app } of [ann, phone]) {
      await app.message('embarrassing').waitFor({ state: 'detached' });
      await app.sees('keep this');
    }
    await bob.app.sees('embarrassing');
  });

  test('a reply shows what it answers, and leads to it', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send('the question');
    await ann.app.sees('the question', 'Delivered');
    for (let line = 1; line <= 40; line += 1) await ann.app.send(`line ${String(line)}`);
    await ann.app.sees('line 40', 'Delivered');
    // By key, not by wheel: a press on what still moves under the pointer presses nothing.
    await ann.app.message('line 40').last().focus();
    await ann.app.page.keyboard.press('Home');
    await soon(async () => expect(await ann.app.isOnScreen('the question')).toBe(true));
    await ann.app.act('the question', 'Reply');
    await ann.app.send('the answer');
    await bob.app.openFromList(ann.name);
    await bob.app.page.getByRole('button', { name: /^Jump to latest/ }).click();
    await bob.app.sees('the answer');
    expect(await bob.app.message('the answer').innerText()).toContain('the question');
    await bob.app.message('the answer').getByTitle('Go to the message this answers').click();
    await soon(async () => {
      expect(await bob.app.isOnScreen(/^(?!.*the answer).*the question/s)).toBe(true);
    });
  });

  test('WEB7 SEC7: Markdown is shown as it is meant, and links lead out safely', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, bob.name);
    await ann.app.send(
      '**bold** _slanted_ `code` ~~gone~~ https://example.com/a?b=c\n\n```ts\nconst x = 1;\n```',
    );
    await bob.app.openFromList(ann.name);
    const message = bob.app.message('bold');
    await message.locator('strong', { hasText: 'bold' }).waitFor();
    await message.locator('em', { hasText: 'slanted' }).waitFor();
    await message.locator('code', { hasText: 'code' }).first().waitFor();
    await message.locator('pre', { hasText: 'const x = 1;' }).waitFor();
    await message.locator('del', { hasText: 'gone' }).waitFor();
    const link = message.getByRole('link');
    expect(await link.getAttribute('href')).toBe('https://example.com/a?b=c');
    expect(await link.getAttribute('rel')).toContain('noopener');
    expect(await link.getAttribute('target')).toBe('_blank');
  });

  test('WEB7: the emoji picker, its completion and links that are shown ask nobody else', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { app } = ann;
    await app.startConversation(bob.person.username, bob.name);
    await app.page.getByRole('button', { name: 'Emoji', exact: true }).click();
    const picker = app.page.getByRole('dialog', { name: 'Emoji' });
    await picker.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
    await picker
      .getByRole('gridcell', { name: /rocket/i })
      .first()
      .click();
    await soon(async () => expect(await app.composer.inputValue()).toBe('🚀'));
    await app.composer.press('End');
    await app.composer.pressSequentially(' :wave');
    await app.page.getByRole('option', { name: /wav/i }).first().waitFor();
    await app.composer.press('Enter');
    await app.composer.pressSequentially(' :rocket');
    await app.page
      .getByRole('option', { name: /rocket/i })
      .first()
      .waitFor();
    await app.composer.pressSequentially(': and on');
    await soon(async () => expect(await app.composer.inputValue()).toBe('🚀 👋 🚀 and on'));
    await app.composer.pressSequentially(' https://elsewhere.example/picture.png');
    await app.composer.press('Enter');
    await bob.app.openFromList(ann.name);
    await bob.app.message('🚀').getByRole('link').hover();
    // Requests to others fail the test by themselves: see page-faults.ts.
    expect(await bob.app.message('🚀').innerText()).toContain('👋');
  });

  test('WEB3: drafts stay with their conversation, over a change of conversation and a reload', async ({
    newcomer,
  }) => {
    const [ann, bob, eve] = [await newcomer('Ann'), await newcomer('Bob'), await newcomer('Eve')];
    for (const other of [bob, eve]) {
      await ann.app.startConversation(other.person.username, other.name);
      await ann.app.send(`hello ${other.name}`);
      await ann.app.sees('hello', 'Delivered');
    }
    await ann.app.composer.fill('for Eve only');
    await ann.app.openFromList('Bob');
    expect(await ann.app.composer.inputValue()).toBe('');
    await ann.app.composer.fill('for Bob\nin two lines');
    await ann.app.page.reload();
    await soon(async () => expect(await ann.app.composer.inputValue()).toBe('for Bob\nin two lines'));
    await ann.app.row('Eve').getByText('for Eve only').waitFor();
    await ann.app.openFromList('Eve');
    expect(await ann.app.composer.inputValue()).toBe('for Eve only');
    await ann.app.act('hello Eve', 'Reply');
    await ann.app.page.reload();
    await ann.app.page.getByText('Reply to you').waitFor();
    expect(await ann.app.composer.inputValue()).toBe('for Eve only');
    await ann.app.send('for Eve only');
    await ann.app.sees('for Eve only', 'Delivered');
    expect(await ann.app.composer.inputValue()).toBe('');
    await ann.app.page.reload();
    await ann.app.sees('for Eve only');
    expect(await ann.app.composer.inputValue()).toBe('');
  });
});
