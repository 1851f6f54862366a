import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it stands, one text per place; all of its rules, best practices too. */
export async function findViolations(page: Page): Promise<string[]> {
  // By the debugger, which the page's policy does not concern; once per document is enough.
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(await axeSource);
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ exclude: ${JSON.stringify(excluded)} })`);
  const places = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => ({ id, help, node })));
  const found: string[] = [];
  for (const { id, help, node } of places) {
    // What floats stands outside of the landmarks, and belongs to what opened it.
    if (id === 'region' && (await isFloating(page, String(node.target[0])))) continue;
    found.push(`${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ''}`);
  }
  return found;
}

/** They hold no focus: whoever tabs into one is sent on at once. */
const excluded = ['[data-base-ui-focus-guard]'];

function isFloating(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => element.closest('[data-base-ui-portal]') !== null);
}
