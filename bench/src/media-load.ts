/* Transfers over kept-alive connections, each the next when the last is done, and what they cost the server. */
import type { Account } from './history.ts';
import type { Figures } from './job.ts';
import { startLoadWindow } from './load-window.ts';
import { readChildrenCpuSeconds, readRssKb } from './process-usage.ts';
import { latencyFigures } from './quantiles.ts';
import { addRefusal } from './send-counts.ts';
import { openTransfers, type TransferAnswer, type TransferConnection } from './transfer-connection.ts';
import { lengthOf, type FileParts, type SendFile, type SendOptions } from './upload-files.ts';

/** What has been transferred so far. */
export interface TransferCounts {
  bytes: number;
  readonly fileMs: number[];
  readonly refusals: Record<string, number>;
}

export const noTransfers = (): TransferCounts => ({ bytes: 0, fileMs: [], refusals: {} });

/** One transfer; `bytes` is what counts of it. */
export type Transfer = (
  connection: TransferConnection,
) => Promise<{ readonly answer: TransferAnswer; readonly bytes: number }>;

/** Sends the next file each time. */
export function sendNext(send: SendFile, next: () => FileParts, options?: SendOptions): Transfer {
  return async (connection) => {
    const parts = next();
    return { answer: await send(connection, parts, options), bytes: lengthOf(parts) };
  };
}

export async function openAllTransfers(accounts: readonly Account[]): Promise<TransferConnection[]> {
  return Promise.all(accounts.map(openTransfers));
}

export interface TransferLoad {
  readonly transfer: Transfer;
  readonly isOver: () => boolean;
  readonly counts: TransferCounts;
  /** The connections begin evenly over this time: people do not send in step. */
  readonly spreadMs?: number;
}

/** On every connection one after the other, until `isOver` says that no more is begun. */
export async function transferAll(
  connections: readonly TransferConnection[],
  { transfer, isOver, counts, spreadMs = 0 }: TransferLoad,
): Promise<void> {
  const repeat = async (connection: TransferConnection, index: number): Promise<void> => {
    await Bun.sleep((spreadMs * index) / connections.length);
    while (!isOver()) {
      const startMs = performance.now();
      const { answer, bytes } = await transfer(connection);
      if (!isRefused(answer, counts)) {
        counts.bytes += bytes;
        counts.fileMs.push(performance.now() - startMs);
      }
    }
  };
  await Promise.all(connections.map(repeat));
}

/** Refusals for load are honest answers, and counted. @throws on any other */
function isRefused({ status, text }: TransferAnswer, counts: TransferCounts): boolean {
  if (status < 300) return false;
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  if ((status !== 503 && status !== 429) || code === undefined) throw new Error(`${status} ${text}`);
  addRefusal(counts, code, 1);
  return true;
}

/** True once it was asked so many times: so many are begun. */
export function overAfter(count: number): () => boolean {
  let begun = 0;
  return () => begun++ >= count;
}

export const overAt = (endMs: number) => (): boolean => performance.now() >= endMs;

/** Figures of transfers from here on; the server's CPU with that of the processes that look into files. */
export function startTransferWindow(serverPid: number, counts: TransferCounts): () => Figures {
  const before = { bytes: counts.bytes, files: counts.fileMs.length };
  const childrenBefore = readChildrenCpuSeconds(serverPid);
  const endLoad = startLoadWindow(serverPid);
  return () => {
    const usage = endLoad();
    const childrenAfter = readChildrenCpuSeconds(serverPid);
    const isKnown = usage.serverCpuSeconds !== null && childrenBefore !== null && childrenAfter !== null;
    const cpuSeconds = isKnown ? usage.serverCpuSeconds + childrenAfter - childrenBefore : null;
    const megabytes = (counts.bytes - before.bytes) / 1e6;
    const fileMs = counts.fileMs.slice(before.files);
    return {
      mbPerCpuS: cpuSeconds === null || cpuSeconds === 0 ? null : megabytes / cpuSeconds,
      mbPerS: megabytes / usage.seconds,
      transfersPerS: fileMs.length / usage.seconds,
      ...latencyFigures('transfer', fileMs),
      serverCpuShare: cpuSeconds === null ? null : cpuSeconds / usage.seconds,
      generatorCpuShare: usage.generatorCpuShare,
      serverRssMb: usage.serverRssMb,
    };
  };
}

/** What a server may hold of one upload: two chunks, each as much as Bun reads of a socket at once (512 KiB), kB. */
export const twoChunksKb = 2 * 524.288;

const sampleMs = 10;

/** Watches a server's memory; the answer ends it, with the most that it took above what it has now, in kB. */
export function watchMemoryGrowth(serverPid: number): () => number | null {
  const beforeKb = readRssKb(serverPid);
  let mostKb = beforeKb;
  const look = (): void => {
    const nowKb = readRssKb(serverPid);
    if (nowKb !== null) mostKb = Math.max(mostKb ?? 0, nowKb);
  };
  const timer = setInterval(look, sampleMs);
  return () => {
    clearInterval(timer);
    look();
    return beforeKb === null || mostKb === null ? null : mostKb - beforeKb;
  };
}
