import type { Row } from '../job.ts';
import type { WebAccount } from './account.ts';
import type { BenchBrowser, Tab } from './browser.ts';
import { openSender } from './sender.ts';

const burst = 20;
const pauseMs = 100;
const readings = 4;
const arrivalMs = 5_000;
/** not waited for any more after these */
const mostUnseen = 3;
/** what the memory of the last reading may be of the first */
const flat = 1.2;

export interface TrafficOptions {
  readonly browser: BenchBrowser;
  /** whose memory it is, in the conversation with the first of the peers */
  readonly tab: Tab;
  readonly watcher: WebAccount;
  readonly peers: readonly WebAccount[];
  /** after as many for the list to be as long as it gets, and for the compilers */
  readonly messages: number;
  readonly warmUp: number;
}

export interface Traffic {
  readonly rows: readonly Row[];
  /** what each of the peers wrote, in this order */
  readonly texts: readonly (readonly string[])[];
  readonly refusals: Readonly<Record<string, number>>[];
}

/** Bursts of messages, half of them in the conversation in view, and what the page holds of them after each quarter. */
export async function measureTraffic(options: TrafficOptions): Promise<Traffic> {
  const { browser, tab, watcher, peers, messages, warmUp } = options;
  const senders = await Promise.all(peers.map(openSender));
  const texts = peers.map((): string[] => []);
  let bursts = 0;
  let unseen = 0;
  async function sendBursts(count: number): Promise<void> {
    for (let n = 0; n < count; n += burst, bursts++) {
      const peer = bursts % 2 === 0 ? 0 : 1 + (((bursts - 1) / 2) % (peers.length - 1));
      const wave = Array.from({ length: burst }, (_, index) => `news of the hour #b-${bursts}-${index};`);
      texts[peer]?.push(...wave);
      await senders[peer]?.sendAll(watcher, wave);
      if (peer === 0 && unseen < mostUnseen && !(await isShown(tab, `#b-${bursts}-${burst - 1};`))) unseen++;
      await Bun.sleep(pauseMs);
    }
  }
  await sendBursts(warmUp);
  const rows: Row[] = [];
  const memory = [await readMemory(tab)];
  await browser.profiled(tab, 'web-traffic', async () => {
    for (let quarter = 0; quarter < readings; quarter++) {
      await sendBursts(messages / readings);
      memory.push(await readMemory(tab));
    }
  });
  const [first] = memory;
  for (const [index, { heapMb, ...rest }] of memory.entries())
    rows.push({
      name: `web, memory after ${Math.round((messages * index) / readings)}`,
      figures: { heapMb, ...rest, ofFirst: heapMb / (first?.heapMb ?? heapMb), unseenBursts: unseen },
      ...(index === readings ? { goals: { ofFirst: flat, unseenBursts: 0 } } : {}),
    });
  for (const sender of senders) sender.close();
  return { rows, texts, refusals: senders.map(({ refusals }) => refusals) };
}

/** Whether it is in the page soon: one who is at the end stays there. */
async function isShown({ page }: Tab, tag: string): Promise<boolean> {
  return page
    .waitForFunction((wanted) => wanted in window.parleyBench.arrivals, tag, { timeout: arrivalMs })
    .then(
      () => true,
      () => false,
    );
}

async function readMemory({ debuggerOf }: Tab) {
  await debuggerOf.send('Performance.enable');
  // What is freed in one collection may free more in the next.
  for (let n = 0; n < 3; n++) {
    await Bun.sleep(300);
    await debuggerOf.send('HeapProfiler.collectGarbage');
  }
  const { usedSize } = await debuggerOf.send('Runtime.getHeapUsage');
  const { metrics } = await debuggerOf.send('Performance.getMetrics');
  const metric = (wanted: string): number | null =>
    metrics.find(({ name }) => name === wanted)?.value ?? null;
  return { heapMb: usedSize / 1e6, nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
}
