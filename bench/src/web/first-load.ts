import type { BrowserContext } from 'playwright-core';
import type { Row } from '../job.ts';
import { quantile } from '../quantiles.ts';
import type { WebAccount } from './account.ts';
import type { BenchBrowser } from './browser.ts';
import { createScales, type Weight } from './weigh-responses.ts';

/** From nothing to a list of conversations: what it weighs, how long it takes, and how long the next time. */
export async function measureFirstLoad(
  browser: BenchBrowser,
  account: WebAccount,
  loads: number,
): Promise<Row> {
  const coldMs: number[] = [];
  const warmMs: number[] = [];
  const weights: Weight[] = [];
  for (let n = 0; n < loads; n++) {
    const context = await browser.newContext(account);
    const scales = createScales(context);
    const { page, ms, atMs } = await openApp(context);
    coldMs.push(ms);
    weights.push(await scales.weigh(atMs));
    await page.waitForFunction(
      async () => (await navigator.serviceWorker.ready).active?.state === 'activated',
    );
    await page.close();
    warmMs.push((await openApp(context)).ms);
    await context.close();
  }
  const weight = (of: keyof Weight): number | null =>
    quantile(
      weights.map((one) => one[of]),
      0.5,
    );
  const kb = (of: keyof Weight): number => (weight(of) ?? 0) / 1000;
  return {
    name: 'web, first load',
    figures: {
      scriptsKbGz: kb('scripts'),
      scriptsBeforeKbGz: kb('scriptsBefore'),
      stylesKbGz: kb('styles'),
      requests: weight('requests'),
      usableColdMs: quantile(coldMs, 0.5),
      usableWarmMs: quantile(warmMs, 0.5),
    },
    goals: { scriptsKbGz: 180, usableColdMs: 1_000 },
  };
}

async function openApp(context: BrowserContext) {
  const page = await context.newPage();
  await page.goto('/');
  await page.waitForFunction(() => window.parleyBench.usableMs !== null);
  // Half a second without a request is quiet; a page that never is, is weighed as it stands.
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined);
  const [originMs, usableMs] = await page.evaluate(() => [
    performance.timeOrigin,
    window.parleyBench.usableMs,
  ]);
  const ms = usableMs ?? Infinity;
  return { page, ms, atMs: originMs + ms };
}
