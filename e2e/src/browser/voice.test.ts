import { expect } from 'bun:test';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { soon } from './soon.ts';

inBrowser('voice messages', ({ test }) => {
  test('WEB8: a voice message is recorded, listened to, sent, and played at the other', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await ann.app.startConversation(bob.person.username, 'Bob');
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    const timer = page.getByRole('timer', { name: 'Recording' });
    await timer.getByText('0:01').waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop and listen' }).click();
    await page.getByRole('button', { name: 'Play: Voice message' }).click();
    await page.getByRole('button', { name: 'Pause: Voice message' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send the recording' }).click();
    await ann.app.sees('0:0', 'Delivered');
    await ann.app.row('Bob').getByText('Voice message').waitFor();

    await bob.app.openFromList('Ann');
    const message = bob.app.log().getByRole('article');
    const place = message.getByRole('slider', { name: 'Position in Voice message' });
    await message.getByRole('button', { name: 'Speed 1' }).click();
    await message.getByRole('button', { name: 'Speed 1.5' }).waitFor();
    await message.getByRole('button', { name: 'Play: Voice message' }).click();
    await soon(async () => expect(Number(await place.inputValue())).toBeGreaterThan(300));
    await message.getByRole('button', { name: 'Play: Voice message' }).waitFor();
    expect(await findViolations(bob.app.page)).toEqual([]);
    await place.focus();
    await place.press('ArrowRight');
    await soon(async () => expect(Number(await place.inputValue())).toBeGreaterThanOrEqual(100));
  });

  test('WEB8: held and let go it is sent at once; discarded it is gone, and the keyboard does both', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await ann.app.startConversation(bob.person.username, 'Bob');
    const mic = page.getByRole('button', { name: 'Record a voice message' });
    await mic.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('timer').getByText('0:01').waitFor();
    await page.keyboard.press('Escape');
    await mic.waitFor();
    expect(await ann.app.log().getByRole('article').count()).toBe(0);

    await mic.hover();
    await page.mouse.down();
    await page.getByRole('timer').getByText('0:01').waitFor();
    await page.mouse.up();
    await ann.app.sees('0:01', 'Delivered');
    await bob.app.row('Ann').getByText('Voice message').waitFor();
  });

  test('WEB8: a microphone that is not allowed is said so', async ({ newcomer }) => {
    const [ann, bob] = [await newcomer('Ann', { script: refuseMicrophone }), await newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, 'Bob');
    await ann.app.page.getByRole('button', { name: 'Record a voice message' }).click();
    await ann.app.page.getByText('The browser does not allow the microphone.').waitFor();
    await ann.app.send('then in words');
    await ann.app.sees('then in words');
  });
});

/** Runs in the page: as a browser does whose user said no. */
function refuseMicrophone(): void {
  // An empty page, which is the first, has none.
  if (!('MediaDevices' in window)) return;
  MediaDevices.prototype.getUserMedia = () =>
    Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
}
