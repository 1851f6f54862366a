/* S7: pages of 50 in a long conversation, newest, deep and around a message; then everybody on one page at once. */
import { createPeople, type Person } from '../accounts.ts';
import { noFindings, type Findings } from '../audit.ts';
import { fillLog } from '../fill-log.ts';
import { openHttp, type HttpConnection } from '../http-connection.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { latencyFigures, quantile } from '../quantiles.ts';
import type { MessageEvent } from '../wire.ts';

const pageSize = 50;
/** deep pages are taken from the oldest tenth */
const deepShare = 0.1;
const connectAtOnce = 100;

export async function runHistory(job: Job<'history'>): Promise<JobResult> {
  const { messages, bytes, stampede } = job.sizes;
  const [reader, peer] = await createPeople(job, job.prefix, 2);
  if (reader === undefined || peer === undefined) throw new Error('no people');
  const { ids, counts } = await fillLog([peer, reader], { messages, bytes });
  const findings = noFindings();
  const pages = { job, reader, peer, ids, findings };
  const newest = await readPages(pages, { name: 'newest', query: () => ({ param: '', last: messages }) });
  const deep = await readPages(pages, { name: 'deep', query: () => deepQuery(messages) });
  const around = await readPages(pages, { name: 'around', query: () => aroundQuery(messages) });
  const rush = await runStampede(pages, stampede);
  const reads = [newest, deep, around].map(({ row, p50 }): Row => {
    const ofNewest = (p50 ?? 0) / (newest.p50 ?? Infinity);
    return { ...row, figures: { ...row.figures, ofNewest } };
  });
  return {
    rows: [...reads, rush],
    findings,
    auditedMessages: messages,
    auditedDeliveries: 0,
    refusals: counts.refusals,
  };
}

interface Pages {
  readonly job: Job<'history'>;
  readonly reader: Person;
  readonly peer: Person;
  readonly ids: readonly string[];
  readonly findings: Findings;
}

/** What to ask for, and the seq that the page must end with. */
interface Query {
  readonly param: string;
  readonly last: number;
}

const whole = (max: number): number => Math.floor(Math.random() * max);

function deepQuery(messages: number): Query {
  const before = pageSize + 1 + whole(Math.max(1, messages * deepShare - pageSize));
  return { param: `&before=${before}`, last: before - 1 };
}

function aroundQuery(messages: number): Query {
  const around = pageSize + whole(Math.max(1, messages - 2 * pageSize));
  return { param: `&around=${around}`, last: around + pageSize / 2 - 1 };
}

const pathOf = ({ reader, peer }: Pages, param: string): string =>
  `/messages/${reader.id}/${peer.id}?limit=${pageSize}${param}`;

/** One reader, the next page when the last is there. */
async function readPages(
  pages: Pages,
  { name, query }: { readonly name: string; readonly query: () => Query },
): Promise<{ row: Row; p50: number | null }> {
  const { job, reader, ids, findings } = pages;
  const http = await openHttp(reader);
  const pageMs: number[] = [];
  const readFor = async (durationMs: number): Promise<void> => {
    const endMs = performance.now() + durationMs;
    while (performance.now() < endMs) {
      const { param, last } = query();
      const startMs = performance.now();
      const body = await http.get(pathOf(pages, param));
      pageMs.push(performance.now() - startMs);
      judgePage(body, { ids, last, findings });
    }
  };
  await readFor(job.warmUpMs);
  pageMs.length = 0;
  const endWindow = startLoadWindow(job.serverPid);
  await readFor(job.measureMs);
  const usage = endWindow();
  http.close();
  const figures = {
    pagesPerS: pageMs.length / usage.seconds,
    ...latencyFigures('page', pageMs),
    serverCpuUsPerPage: cpuUsPer(usage.serverCpuSeconds, pageMs.length),
    serverRssMb: usage.serverRssMb,
  };
  const row = { name: rowName(pages, name), figures, goals: { pageP99Ms: 5, ofNewest: 1.2 } };
  return { row, p50: quantile(pageMs, 0.5) };
}

const rowName = ({ ids }: Pages, what: string): string =>
  `page of ${pageSize} of ${ids.length} messages, ${what}`;

/** What is missing, out of place or another message is a finding. */
export function judgePage(
  body: Buffer,
  { ids, last, findings }: { ids: readonly string[]; last: number; findings: Findings },
): void {
  // The contract says what a page holds.
  const { messages } = JSON.parse(body.toString()) as { readonly messages: readonly MessageEvent[] };
  const first = Math.max(1, last - pageSize + 1);
  for (let seq = first; seq <= last; seq++) {
    const message = messages[seq - first];
    if (message === undefined) findings.lost++;
    else if (message.seq !== seq) findings.swapped++;
    else if (message.id !== ids[seq - 1]) findings.mismatched++;
  }
  findings.doubled += Math.max(0, messages.length - (last - first + 1));
}

/** Everybody asks for the same page, deep in the conversation, in the same moment. */
async function runStampede(pages: Pages, readers: number): Promise<Row> {
  const { job, reader, ids, findings } = pages;
  const { param, last } = deepQuery(ids.length);
  const connections: HttpConnection[] = [];
  while (connections.length < readers) {
    const more = Math.min(connectAtOnce, readers - connections.length);
    connections.push(...(await Promise.all(Array.from({ length: more }, () => openHttp(reader)))));
  }
  const endWindow = startLoadWindow(job.serverPid);
  const startMs = performance.now();
  const pageMs: number[] = [];
  const bodies = await Promise.all(
    connections.map(async (http) => {
      const body = await http.get(pathOf(pages, param));
      pageMs.push(performance.now() - startMs);
      return body;
    }),
  );
  const usage = endWindow();
  for (const http of connections) http.close();
  const [firstBody = Buffer.alloc(0)] = bodies;
  judgePage(firstBody, { ids, last, findings });
  findings.mismatched += bodies.filter((body) => !body.equals(firstBody)).length;
  return {
    name: rowName(pages, `${readers} readers at once`),
    figures: {
      pagesPerS: readers / usage.seconds,
      ...latencyFigures('page', pageMs),
      serverCpuUsPerPage: cpuUsPer(usage.serverCpuSeconds, readers),
      ofNewest: null,
      serverRssMb: usage.serverRssMb,
    },
  };
}
