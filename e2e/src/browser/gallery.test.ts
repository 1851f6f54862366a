import { expect } from 'bun:test';
import type { Locator } from 'playwright-core';
import { findViolations } from './find-violations.ts';
import { inBrowser } from './in-browser.ts';
import { choose, makePhoto, makeTransparent, makeVideo, type MadeFile } from './media-files.ts';
import { sayAll } from './seed.ts';
import { soon } from './soon.ts';
import { phone, type Member, type Visitors } from './visitor.ts';

/** Ann, with her conversation with Bob open on her phone. */
async function onPhone({ newcomer }: Pick<Visitors, 'newcomer'>): Promise<Member> {
  const [ann, bob] = [await newcomer('Ann', phone), await newcomer('Bob')];
  await sayAll([[bob.person, 'hello']], { between: [ann.person, bob.person] });
  await ann.app.row('Bob').getByRole('link').tap();
  await ann.app.sees('hello');
  return ann;
}

const galleryOf = ({ app }: Member): Locator => app.page.getByRole('dialog', { name: 'Photos and videos' });

/** Sends files, several as one album, and waits until they can be opened. In an album a press opens also a video. */
async function send({ app }: Member, ...files: readonly MadeFile[]): Promise<Locator> {
  await choose(app, files);
  await app.page.getByRole('button', { name: 'Send', exact: true }).click();
  const openers = files.map(({ name }) =>
    app.page.getByRole('button', { name: new RegExp(`^(Open the photo|Play the video) ${name}`) }),
  );
  for (const opener of openers) await opener.and(app.page.locator(':enabled')).waitFor();
  const [first] = openers;
  if (first === undefined) throw new Error('There is nothing to send.');
  return first;
}

const photoOf = ({ app }: Member, name: string): Promise<MadeFile> =>
  makePhoto(app, { name, width: 1200, height: 800 });

const sendPhoto = async (member: Member, name: string): Promise<Locator> =>
  send(member, await photoOf(member, name));

/** Sends a photo, opens it, and reloads the page: answers what opens it again. */
async function reloadInGallery(member: Member): Promise<Locator> {
  const opener = await sendPhoto(member, 'crane.jpg');
  await opener.tap();
  await galleryOf(member).waitFor();
  await member.app.page.reload();
  await member.app.composer.waitFor();
  return opener;
}

/** One finger, from the middle of something to so many px from there. */
async function swipe({ app, context }: Member, over: Locator, by: { x: number; y: number }): Promise<void> {
  const box = await over.boundingBox();
  if (box === null) throw new Error('There is nothing to swipe over.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const finger = await context.newCDPSession(app.page);
  const touch = (type: 'touchStart' | 'touchMove', part: number): Promise<unknown> =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: [{ x: x + by.x * part, y: y + by.y * part }],
    });
  await touch('touchStart', 0);
  for (const part of [0.25, 0.5, 0.75, 1]) await touch('touchMove', part);
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await finger.detach();
}

async function plays(video: Locator, wanted: boolean): Promise<void> {
  await soon(async () => expect(await video.evaluate((one: HTMLVideoElement) => !one.paused)).toBe(wanted));
}

/** Waits until only a plain colour is behind a picture. */
async function hasPlainGround(picture: Locator): Promise<void> {
  await soon(async () => {
    const ground = await picture.evaluate((one) => {
      const { backgroundImage, backgroundColor } = getComputedStyle(one);
      return [backgroundImage, backgroundColor];
    });
    expect(ground).toEqual(['none', 'rgb(163, 169, 178)']);
  });
}

inBrowser('the gallery', ({ test }) => {
  test('WEB6: Back closes the gallery and not the conversation; closed by Esc it leaves nothing to go back to', async (stage) => {
    const ann = await onPhone(stage);
    const { page } = ann.app;
    const opener = await sendPhoto(ann, 'crane.jpg');
    const gallery = galleryOf(ann);
    await opener.tap();
    await gallery.waitFor();
    await page.goBack();
    await gallery.waitFor({ state: 'detached' });
    expect(await ann.app.composer.isVisible()).toBe(true);

    await opener.tap();
    await gallery.waitFor();
    await page.keyboard.press('Escape');
    await gallery.waitFor({ state: 'detached' });
    await page.goBack();
    await ann.app.list.waitFor();
    expect(await ann.app.composer.isVisible()).toBe(false);
  });

  test('WEB6: a reload with the gallery open ends at the conversation, and the next Back at the list', async (stage) => {
    const ann = await onPhone(stage);
    await reloadInGallery(ann);
    const { page } = ann.app;
    await page.goBack();
    await ann.app.list.waitFor();
    expect(await ann.app.composer.isVisible()).toBe(false);
  });

  test('WEB6: a reload with the gallery open ends at the conversation, where it opens and closes as before', async (stage) => {
    const ann = await onPhone(stage);
    const opener = await reloadInGallery(ann);
    const { page } = ann.app;
    await opener.tap();
    await galleryOf(ann).waitFor();
    await page.goBack();
    await galleryOf(ann).waitFor({ state: 'detached' });
    expect(await ann.app.composer.isVisible()).toBe(true);
    await page.goBack();
    await ann.app.list.waitFor();
  });

  test('a finger turns from a video to the next picture and back, and closes by going down', async (stage) => {
    const ann = await onPhone(stage);
    const opener = await send(ann, await makeVideo(ann.app, 'waves.webm'), await photoOf(ann, 'crane.jpg'));
    await opener.tap();
    const gallery = galleryOf(ann);
    const video = gallery.locator('video');
    const photo = gallery.getByRole('img', { name: 'crane.jpg' });
    await video.waitFor();
    await swipe(ann, video, { x: -150, y: 10 });
    await photo.waitFor();
    await swipe(ann, photo, { x: 150, y: 10 });
    await video.waitFor();
    // Not far enough for anything: it goes back to where it was.
    const before = await video.boundingBox();
    await swipe(ann, video, { x: 30, y: 30 });
    await gallery.getByText('1 of 2').waitFor();
    expect(await video.boundingBox()).toEqual(before);
    await swipe(ann, video, { x: 10, y: 200 });
    await gallery.waitFor({ state: 'detached' });
    expect(await ann.app.composer.isVisible()).toBe(true);
  });

  test('WEB6: Home and End go to the ends, Space plays and pauses, a click beside the picture closes', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    const { page } = ann.app;
    await ann.app.startConversation(bob.person.username, 'Bob');
    const opener = await sendPhoto(ann, 'first.jpg');
    await sendPhoto(ann, 'second.jpg');
    await send(ann, await makeVideo(ann.app, 'waves.webm'));
    await opener.click();
    const gallery = galleryOf(ann);
    await gallery.getByText('1 of 3').waitFor();
    await page.keyboard.press('End');
    const video = gallery.locator('video');
    await video.evaluate((one: HTMLVideoElement) => {
      one.loop = true;
    });
    await plays(video, true);
    await page.keyboard.press('Space');
    await plays(video, false);
    await page.keyboard.press('Space');
    await plays(video, true);
    await page.keyboard.press('Home');
    const photo = gallery.getByRole('img', { name: 'first.jpg' });
    await photo.waitFor();

    // The button goes with the last one, the keys stay.
    await gallery.getByRole('button', { name: 'Next' }).click();
    await gallery.getByRole('button', { name: 'Next' }).press('Enter');
    await gallery.getByText('3 of 3').waitFor();
    await page.keyboard.press('Home');
    await photo.click();
    await gallery.getByText('1 of 3').waitFor();
    const box = await photo.boundingBox();
    await page.mouse.click((box?.x ?? 0) - 20, (box?.y ?? 0) + 20);
    await gallery.waitFor({ state: 'detached' });
  });

  test('WEB6: a long caption is whole, scrolls, has its links, and lies under no button', async (stage) => {
    const ann = await onPhone(stage);
    await (await sendPhoto(ann, 'first.jpg')).tap();
    const gallery = galleryOf(ann);
    await gallery.getByText('1 of 1').waitFor();
    const desk = await stage.deviceOf(ann);
    await desk.app.openFromList('Bob');
    await choose(desk.app, [await makePhoto(desk.app, { name: 'second.jpg', width: 1200, height: 800 })]);
    await desk.app.send(`${'what there is to say of it '.repeat(60)}https://example.org/crane the end`);
    await gallery.getByRole('button', { name: 'Next' }).tap();
    const caption = gallery.getByRole('group', { name: 'Caption' });
    await caption.getByRole('link', { name: 'example.org/crane' }).scrollIntoViewIfNeeded();
    expect((await caption.innerText()).endsWith('the end')).toBe(true);
    expect(await findViolations(ann.app.page)).toEqual([]);
    const [text, button, frame] = await Promise.all([
      caption.boundingBox(),
      gallery.getByRole('button', { name: 'Previous' }).boundingBox(),
      gallery.boundingBox(),
    ]);
    const end = (text?.y ?? 0) + (text?.height ?? 0);
    expect(end).toBeLessThanOrEqual(button?.y ?? 0);
    expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThanOrEqual(frame?.height ?? 0);

    // The other has none, and nothing of this one stays.
    await gallery.getByRole('button', { name: 'Previous' }).tap();
    await gallery.getByRole('img', { name: 'first.jpg' }).waitFor();
    await caption.waitFor({ state: 'detached' });
    expect(await gallery.getByRole('img').count()).toBe(1);
  });

  test('WEB9: behind a transparent picture its placeholder goes when it has come, and a tiny one is not blown up', async (stage) => {
    const [ann, bob] = [await stage.newcomer('Ann'), await stage.newcomer('Bob')];
    await ann.app.startConversation(bob.person.username, 'Bob');
    await send(ann, await makeTransparent(ann.app, { name: 'logo.png', width: 400, height: 300 }));
    await ann.app.send('and a tiny one');
    await send(ann, await makeTransparent(ann.app, { name: 'dot.png', width: 16, height: 16 }));
    await bob.app.openFromList('Ann');
    const { page } = bob.app;
    const opener = page.getByRole('button', { name: 'Open the photo logo.png' });
    await hasPlainGround(page.locator('.media-box').filter({ has: opener }));
    const dot = page.getByRole('button', { name: 'Open the photo dot.png' });
    expect(await dot.locator('img').evaluate((image) => getComputedStyle(image).objectFit)).toBe(
      'scale-down',
    );

    await dot.click();
    const gallery = galleryOf(bob);
    const box = await gallery.getByRole('img', { name: 'dot.png' }).boundingBox();
    expect([box?.width, box?.height]).toEqual([32, 32]);
    await page.keyboard.press('ArrowLeft');
    await hasPlainGround(gallery.getByRole('img', { name: 'logo.png' }));
  });

  test('in the small tiles of an album a video has its length beside the button that plays it', async (stage) => {
    const ann = await onPhone(stage);
    const { page } = ann.app;
    const videos: MadeFile[] = [];
    for (const name of ['one.webm', 'two.webm', 'three.webm', 'four.webm', 'five.webm', 'six.webm'])
      videos.push(await makeVideo(ann.app, name));
    await send(ann, ...videos);
    const tile = page.getByRole('button', { name: /^Play the video six.webm, / });
    await tile.waitFor();
    const [play, length] = await Promise.all([
      tile.locator('.media-box__play').boundingBox(),
      tile.locator('.media-box__length').boundingBox(),
    ]);
    // The button is round: its corner is free.
    const [x, y] = [(length?.x ?? 0) + (length?.width ?? 0), (length?.y ?? 0) + (length?.height ?? 0)];
    const middle = {
      x: (play?.x ?? 0) + (play?.width ?? 0) / 2,
      y: (play?.y ?? 0) + (play?.height ?? 0) / 2,
    };
    expect(Math.hypot(middle.x - x, middle.y - y)).toBeGreaterThan((play?.width ?? 0) / 2);
  });
});
