import { expect } from 'bun:test';
import type { Locator, Page } from 'playwright-core';
import { soon } from './soon.ts';

/** Those in messages. */
export const photos = (page: Page): Locator => page.getByRole('button', { name: /^Open the photo/ });

/** Waits until a picture in view has come. */
export async function isDrawn(page: Page, name: string): Promise<void> {
  const picture = page.getByRole('button', { name: `Open the photo ${name}` }).locator('img');
  await picture.waitFor();
  await soon(async () =>
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0),
  );
}

export async function areThere(found: Locator, count: number): Promise<void> {
  await soon(async () => expect(await found.count()).toBe(count));
}
