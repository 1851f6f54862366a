import type { Row } from '../job.ts';
import { quantile } from '../quantiles.ts';
import { longTaskFigures, type BenchBrowser, type Tab } from './browser.ts';
import type { ScrollOptions } from './page-tools.ts';

/** px of a frame: a fast wheel */
const step = 600;
/** px: the list lets go of what is far once one is at the end, and then there would be nothing left to measure */
const stopBefore = 2_000;

export interface LongConversationOptions {
  readonly browser: BenchBrowser;
  /** at the newest end of it */
  readonly tab: Tab;
  readonly keys: number;
}

/** All of it is loaded by scrolling up, then written under, then scrolled through again. */
export async function measureLongConversation({
  browser,
  tab,
  keys,
}: LongConversationOptions): Promise<Row[]> {
  const pass = (name: string, direction: ScrollOptions['direction']): Promise<Row> =>
    browser.profiled(tab, `web-${name.replaceAll(/\W+/g, '-')}`, () => scrollThrough(tab, name, direction));
  await tab.page.evaluate(() => window.parleyBench.takeLongTasks());
  const loading = await pass('scroll up, loading', 'up');
  const typing = await browser.profiled(tab, 'web-composer', () => type(tab, keys));
  return [loading, await pass('scroll down, loaded', 'down'), await pass('scroll up, loaded', 'up'), typing];
}

async function scrollThrough(
  { page }: Tab,
  name: string,
  direction: ScrollOptions['direction'],
): Promise<Row> {
  const options: ScrollOptions = { direction, step, stopBefore };
  const { frames, ms, waitedMs, loadingMs } = await page.evaluate(
    (how) => window.parleyBench.scroll(how),
    options,
  );
  const figures = { seconds: ms / 1000, msPerFrame: (ms - waitedMs) / frames };
  const loading = { loadingS: loadingMs / 1000, waitedS: waitedMs / 1000 };
  return {
    name: `web, ${name}`,
    figures: { ...figures, ...loading, ...(await longTaskFigures(page)) },
    goals: { longTasks: 0 },
  };
}

async function type({ page }: Tab, keys: number): Promise<Row> {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.focus();
  await page.evaluate(() => {
    window.parleyBench.takeKeyDelays();
    return window.parleyBench.takeLongTasks();
  });
  const text = 'the quick brown fox jumps over the lazy dog, '.repeat(Math.ceil(keys / 45)).slice(0, keys);
  await composer.pressSequentially(text, { delay: 30 });
  const tasks = await longTaskFigures(page);
  const delays = await page.evaluate(() => window.parleyBench.takeKeyDelays());
  await composer.fill('');
  return {
    name: 'web, composer',
    figures: {
      keyP50Ms: quantile(delays, 0.5),
      keyP99Ms: quantile(delays, 0.99),
      keyWorstMs: quantile(delays, 1),
      ...tasks,
    },
    goals: { longTasks: 0 },
  };
}
