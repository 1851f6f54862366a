import { readCpuSeconds, readRssKb } from './process-usage.ts';

/** What one stretch of load cost. `null`: not measurable on this machine. */
export interface WindowUsage {
  readonly seconds: number;
  readonly serverCpuSeconds: number | null;
  /** share of one core, 0 to 1 and more */
  readonly serverCpuShare: number | null;
  readonly generatorCpuShare: number;
  readonly serverRssMb: number | null;
}

/** Begins a measured stretch; the answer ends it. */
export function startLoadWindow(serverPid: number): () => WindowUsage {
  const startMs = performance.now();
  const serverStart = readCpuSeconds(serverPid);
  const ownStart = process.cpuUsage();
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    const serverEnd = readCpuSeconds(serverPid);
    const own = process.cpuUsage(ownStart);
    const rssKb = readRssKb(serverPid);
    const serverCpuSeconds = serverStart === null || serverEnd === null ? null : serverEnd - serverStart;
    return {
      seconds,
      serverCpuSeconds,
      serverCpuShare: serverCpuSeconds === null ? null : serverCpuSeconds / seconds,
      generatorCpuShare: (own.user + own.system) / 1e6 / seconds,
      serverRssMb: rssKb === null ? null : rssKb / 1024,
    };
  };
}

/** Server CPU in microseconds for each of `count` things; `null` when unknown or nothing happened. */
export function cpuUsPer(usage: WindowUsage, count: number): number | null {
  return usage.serverCpuSeconds === null || count === 0 ? null : (usage.serverCpuSeconds * 1e6) / count;
}
