import type { Row } from '../job.ts';
import { quantile } from '../quantiles.ts';
import type { BenchBrowser, Tab } from './browser.ts';
import type { Task } from './main-thread-tasks.ts';
import type { ScrollOptions } from './page-tools.ts';

/** px of a frame: a fast wheel */
const step = 600;
/** px: the list lets go of what is far once one is at the end, and then there would be nothing left to measure */
const stopBefore = 2_000;
const longMs = 50;

export interface LongConversationOptions {
  readonly browser: BenchBrowser;
  /** at the newest end of it */
  readonly tab: Tab;
  readonly keys: number;
}

/** All of it is loaded by scrolling up, then written under, then scrolled through again. */
export async function measureLongConversation(options: LongConversationOptions): Promise<Row[]> {
  const pass = (name: string, direction: ScrollOptions['direction']): Promise<Row> =>
    measure(options, name, () => scrollThrough(options.tab, direction));
  const loading = await pass('scroll up, loading', 'up');
  const typing = await measure(options, 'composer', () => type(options));
  return [loading, await pass('scroll down, loaded', 'down'), await pass('scroll up, loaded', 'up'), typing];
}

type Figures = Row['figures'];

async function measure(
  { browser, tab }: LongConversationOptions,
  name: string,
  work: () => Promise<Figures>,
): Promise<Row> {
  const end = await browser.recordTasks();
  const figures = await browser.profiled(tab, `web-${name.replaceAll(/\W+/g, '-')}`, work);
  return {
    name: `web, ${name}`,
    figures: { ...figures, ...taskFigures(await end()) },
    goals: { longTasks: 0 },
  };
}

function taskFigures(tasks: readonly Task[]): Figures {
  const count = (of: keyof Task): number => tasks.filter((task) => task[of] > longMs).length;
  const worst = (of: keyof Task): number => tasks.reduce((most, task) => Math.max(most, task[of]), 0);
  return {
    longTasks: count('ms'),
    worstTaskMs: worst('ms'),
    longCpuTasks: count('cpuMs'),
    worstTaskCpuMs: worst('cpuMs'),
  };
}

async function scrollThrough({ page }: Tab, direction: ScrollOptions['direction']): Promise<Figures> {
  const options: ScrollOptions = { direction, step, stopBefore };
  const { frames, ms, waitedMs, loadingMs } = await page.evaluate(
    (how) => window.parleyBench.scroll(how),
    options,
  );
  return {
    seconds: ms / 1000,
    msPerFrame: (ms - waitedMs) / frames,
    loadingS: loadingMs / 1000,
    waitedS: waitedMs / 1000,
  };
}

async function type({ tab: { page }, keys }: LongConversationOptions): Promise<Figures> {
  const composer = page.getByRole('textbox', { name: 'Message', exact: true });
  await composer.focus();
  await page.evaluate(() => window.parleyBench.takeKeyDelays());
  const text = 'the quick brown fox jumps over the lazy dog, '.repeat(Math.ceil(keys / 45)).slice(0, keys);
  await composer.pressSequentially(text, { delay: 30 });
  const delays = await page.evaluate(() => window.parleyBench.takeKeyDelays());
  await composer.fill('');
  return {
    keyP50Ms: quantile(delays, 0.5),
    keyP99Ms: quantile(delays, 0.99),
    keyWorstMs: quantile(delays, 1),
  };
}
