import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page, Response } from 'playwright-core';
import type { Row } from '../job.ts';
import { quantile } from '../quantiles.ts';
import type { WebAccount } from './account.ts';
import type { BenchBrowser } from './browser.ts';

interface Weight {
  /** bytes, each file by itself as gzip 9 */
  readonly scripts: number;
  readonly styles: number;
  readonly requests: number;
}

/** From nothing to a list of conversations: what it weighs, how long it takes, and how long the next time. */
export async function measureFirstLoad(
  browser: BenchBrowser,
  account: WebAccount,
  loads: number,
): Promise<Row> {
  const coldMs: number[] = [];
  const warmMs: number[] = [];
  let weight: Weight = { scripts: 0, styles: 0, requests: 0 };
  for (let n = 0; n < loads; n++) {
    const context = await browser.newContext(account);
    const responses: Response[] = [];
    context.on('response', (response) => {
      // What the service worker keeps for later is not waited for.
      if (response.request().serviceWorker() === null) responses.push(response);
    });
    coldMs.push(await openApp(context));
    weight = await weigh(responses);
    const [page] = context.pages();
    await page?.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
    await page?.close();
    warmMs.push(await openApp(context));
    await context.close();
  }
  return {
    name: 'web, first load',
    figures: {
      scriptsKbGz: weight.scripts / 1000,
      stylesKbGz: weight.styles / 1000,
      requests: weight.requests,
      usableColdMs: quantile(coldMs, 0.5),
      usableWarmMs: quantile(warmMs, 0.5),
    },
    goals: { scriptsKbGz: 180, usableColdMs: 1_000 },
  };
}

async function openApp(context: BrowserContext): Promise<number> {
  const page = await context.newPage();
  await page.goto('/');
  await page.waitForFunction(() => window.parleyBench.usableMs !== null);
  await settle(page);
  return (await page.evaluate(() => window.parleyBench.usableMs)) ?? Infinity;
}

/** Half a second without a request is quiet; a page that never is, is weighed as it stands. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined);
}

async function weigh(responses: readonly Response[]): Promise<Weight> {
  let [scripts, styles] = [0, 0];
  for (const response of responses) {
    const type = response.headers()['content-type'] ?? '';
    if (type.includes('javascript')) scripts += await sizeOf(response);
    if (type.includes('text/css')) styles += await sizeOf(response);
  }
  return { scripts, styles, requests: responses.length };
}

async function sizeOf(response: Response): Promise<number> {
  return gzipSync(await response.body(), { level: 9 }).length;
}
