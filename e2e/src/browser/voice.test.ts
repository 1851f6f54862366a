import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { choose, makeVideo } from './media-files.ts';
import { soon } from './soon.ts';

/** Starts a video in its bubble, which then begins anew at its end. */
async function playForEver(page: Page, name: string): Promise<Locator> {
  await page.getByRole('button', { name: `Play the video ${name}` }).click();
  const video = page.locator(`video[aria-label="${name}"]`);
  await video.evaluate((one: HTMLVideoElement) => {
    one.loop = true;
  });
  await isPlaying(video, true);
  return video;
}

async function isPlaying(video: Locator, wanted: boolean): Promise<void> {
  await soon(async () => expect(await video.evaluate((one: HTMLVideoElement) => !one.paused)).toBe(wanted));
}

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

  test('what begins to play stops what played, a recording stops all, and ends by what is played', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await ann.app.startConversation(bob.person.username, 'Bob');
    for (const name of ['one.webm', 'two.webm']) {
      await choose(ann.app, [await makeVideo(ann.app, name)]);
      await ann.app.send(`this is ${name}`);
      await ann.app.sees(`this is ${name}`, 'Delivered');
    }
    const one = await playForEver(page, 'one.webm');
    const two = await playForEver(page, 'two.webm');
    await isPlaying(one, false);

    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await page.getByRole('timer', { name: 'Recording' }).getByText('0:01').waitFor();
    await isPlaying(two, false);

    await one.evaluate((video: HTMLVideoElement) => video.play());
    await page.getByRole('button', { name: 'Play: Voice message' }).click();
    await page.getByRole('button', { name: 'Pause: Voice message' }).waitFor();
    await isPlaying(one, false);
  });

  test('WEB8: who leaves the conversation while recording finds the recording there again', async ({
    newcomer,
  }) => {
    const [ann, bob] = [await newcomer('Ann'), await newcomer('Bob')];
    const { page } = ann.app;
    await ann.app.startConversation(bob.person.username, 'Bob');
    await ann.app.send('hello');
    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await page.getByRole('timer', { name: 'Recording' }).getByText('0:01').waitFor();
    await page.goBack();
    await ann.app.row('Bob').getByText('1 file').waitFor();
    await ann.app.openFromList('Bob');
    await page.getByRole('list', { name: 'Files to send' }).getByText('voice message').waitFor();
    await ann.app.composer.press('Enter');
    await bob.app.openFromList('Ann');
    await bob.app.page.getByRole('button', { name: 'Play: Voice message' }).waitFor();
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
