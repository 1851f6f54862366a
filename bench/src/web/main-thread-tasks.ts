import type { CDPSession } from 'playwright-core';

/** A task of a page's main thread; `cpuMs` leaves out what others took of the core meanwhile. */
export interface Task {
  readonly ms: number;
  readonly cpuMs: number;
}

/** The parts of Chrome's trace format that are read here; times in µs. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Records the tasks of all pages of a browser from now on; the answer ends it. `browser`: its own session. */
export async function recordTasks(browser: CDPSession): Promise<() => Promise<Task[]>> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: readonly object[] }): void => {
    // Each is an event of the trace format.
    for (const event of value as readonly TraceEvent[])
      if (event.name === 'thread_name' || event.name.endsWith('::RunTask')) events.push(event);
  };
  browser.on('Tracing.dataCollected', collect);
  const traceConfig = { includedCategories: ['toplevel'], excludedCategories: ['*'] };
  await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  return async () => {
    const { promise, resolve } = Promise.withResolvers<null>();
    browser.once('Tracing.tracingComplete', () => resolve(null));
    await browser.send('Tracing.end');
    await promise;
    browser.off('Tracing.dataCollected', collect);
    return pageTasks(events);
  };
}

function pageTasks(events: readonly TraceEvent[]): Task[] {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const pages = new Set(events.filter(({ args }) => args.name === 'CrRendererMain').map(threadOf));
  return events
    .filter((event) => event.dur !== undefined && pages.has(threadOf(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ ms: dur / 1000, cpuMs: tdur / 1000 }));
}
