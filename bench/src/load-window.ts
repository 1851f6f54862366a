import { readCpuSeconds, readMainThreadCpuSeconds, readRssKb } from './process-usage.ts';

/** What one stretch of load cost. `null`: not measurable on this machine. */
export interface WindowUsage {
  readonly seconds: number;
  readonly serverCpuSeconds: number | null;
  /** of these, in the thread of the event loop */
  readonly mainThreadCpuSeconds: number | null;
  /** share of one core, 0 to 1 and more */
  readonly serverCpuShare: number | null;
  readonly generatorCpuShare: number;
  readonly serverRssMb: number | null;
}

/** Begins a measured stretch; the answer ends it. Of several servers: what they take together. */
export function startLoadWindow(...serverPids: readonly number[]): () => WindowUsage {
  const ofAll = (read: (pid: number) => number | null): number | null =>
    serverPids.map(read).reduce((sum, own) => (sum === null || own === null ? null : sum + own), 0);
  const startMs = performance.now();
  const serverStart = ofAll(readCpuSeconds);
  const mainStart = ofAll(readMainThreadCpuSeconds);
  const ownStart = process.cpuUsage();
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    const serverEnd = ofAll(readCpuSeconds);
    const mainEnd = ofAll(readMainThreadCpuSeconds);
    const own = process.cpuUsage(ownStart);
    const rssKb = ofAll(readRssKb);
    const serverCpuSeconds = difference(serverStart, serverEnd);
    return {
      seconds,
      serverCpuSeconds,
      mainThreadCpuSeconds: difference(mainStart, mainEnd),
      serverCpuShare: serverCpuSeconds === null ? null : serverCpuSeconds / seconds,
      generatorCpuShare: (own.user + own.system) / 1e6 / seconds,
      serverRssMb: rssKb === null ? null : rssKb / 1024,
    };
  };
}

const difference = (start: number | null, end: number | null): number | null =>
  start === null || end === null ? null : end - start;

/** CPU seconds as microseconds for each of `count` things; `null` when unknown or nothing happened. */
export function cpuUsPer(cpuSeconds: number | null, count: number): number | null {
  return cpuSeconds === null || count === 0 ? null : (cpuSeconds * 1e6) / count;
}
