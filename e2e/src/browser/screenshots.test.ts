import { expect } from 'bun:test';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../server-process.ts';
import { ARTEFACTS } from './artefacts.ts';
import { drawHarbour } from './draw-harbour.ts';
import { inBrowser } from './in-browser.ts';
import { setScene } from './scene.ts';
import type { Visitor } from './visitor.ts';

const folder = join(ARTEFACTS, 'screenshots');
/** Those that the README shows; kept in the repository, and taken anew when asked for: `npm run screenshots`. */
const shown: readonly string[] = process.env['SCREENSHOTS'] === 'docs' ? ['group-light', 'phone-group'] : [];
const docsFolder = join(REPOSITORY, 'docs/screenshots');

async function takePicture({ app }: Visitor, name: string): Promise<void> {
  // Tooltips and hovered rows are of this moment only.
  await app.page.mouse.move(0, 0);
  const picture = await app.page.screenshot({
    path: join(shown.includes(name) ? docsFolder : folder, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
  expect(picture.byteLength).toBeGreaterThan(5_000);
}

inBrowser('pictures', ({ test }) => {
  test('the app has its picture taken: light, dark, on a phone', async (stage) => {
    for (const path of [folder, docsFolder]) await mkdir(path, { recursive: true });
    const stranger = await stage.stranger({ viewport: { width: 1280, height: 800 } });
    await stranger.app.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await takePicture(stranger, 'sign-in');
    const { ada, grace, group } = await setScene(stage.server.url, await drawHarbour(stranger.app.page));
    const other = await stage.enterAs(grace, {});

    for (const colorScheme of ['light', 'dark'] as const) {
      const desk = await stage.enterAs(ada, { viewport: { width: 1280, height: 800 }, colorScheme });
      const { app } = desk;
      await app.openFromList('Website relaunch');
      await app.sees('I am in.');
      await takePicture(desk, `group-${colorScheme}`);
      await app.openDetails();
      await app.page.getByText('Mei Tanaka').first().waitFor();
      await takePicture(desk, `details-${colorScheme}`);
      await app.page.getByRole('button', { name: 'Details', exact: true }).click();
      await app.openFromList('Grace Lindqvist');
      await app.sees('Agreed.');
      await takePicture(desk, `direct-${colorScheme}`);
      await app.page.getByRole('button', { name: 'Emoji', exact: true }).click();
      await app.page.getByRole('gridcell').first().waitFor();
      await takePicture(desk, `emoji-${colorScheme}`);
      await app.page.keyboard.press('Escape');
      await app.page.keyboard.press('ControlOrMeta+K');
      await app.page.getByRole('option').first().waitFor();
      await takePicture(desk, `switcher-${colorScheme}`);
      await app.page.keyboard.press('Escape');
      await app.page.setViewportSize({ width: 1024, height: 768 });
      await takePicture(desk, `tablet-${colorScheme}`);
      await app.page.setViewportSize({ width: 1280, height: 800 });
      await app.page.goto('/settings/appearance');
      await app.page.getByRole('heading', { name: 'Appearance' }).first().waitFor();
      await takePicture(desk, `settings-${colorScheme}`);
      await desk.context.close();
    }

    const phone = await stage.enterAs(ada, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      deviceScaleFactor: 2,
      colorScheme: 'dark',
    });
    await takePicture(phone, 'phone-list');
    await phone.app.page.goto(`/c/${group.id}`);
    await phone.app.sees('I am in.');
    await takePicture(phone, 'phone-group');
    await other.context.close();
  }, 90_000);
});
