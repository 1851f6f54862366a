import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { REPOSITORY } from '../server-process.ts';

/** Where pictures and what is left of a failure go; not kept in the repository. */
export const ARTEFACTS = join(REPOSITORY, 'e2e/artifacts');

const fileName = (words: string): string => words.replaceAll(/[^\w.-]+/g, '-').slice(0, 80);

/** Keeps what a failing test saw: each page as a picture and as HTML. Never throws: the failure itself matters more. */
export async function keepEvidence(test: string, contexts: readonly BrowserContext[]): Promise<void> {
  const folder = join(ARTEFACTS, 'failures', fileName(test));
  try {
    await mkdir(folder, { recursive: true });
    const pages = contexts.flatMap((context) => context.pages());
    for (const [index, page] of pages.entries())
      await keepPage(page, join(folder, `page-${String(index + 1)}`));
    console.error(`kept in ${folder}`);
  } catch (error) {
    console.error('no evidence could be kept:', error);
  }
}

async function keepPage(page: Page, path: string): Promise<void> {
  await page.screenshot({ path: `${path}.png`, timeout: 5_000 });
  await writeFile(`${path}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
}
