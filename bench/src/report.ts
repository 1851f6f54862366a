/* The results as Markdown, for a terminal, a commit message or an issue. */
import { countFindings } from './audit.ts';
import type { Row } from './job.ts';
import type { Machine } from './machine.ts';
import type { Measurement } from './measure.ts';
import { formatMissedGoals } from './missed-goals.ts';
import { spreadOf, type Spread } from './quantiles.ts';

export interface Report {
  readonly machine: Machine;
  readonly command: string;
  readonly startedAt: string;
  readonly measurements: readonly Measurement[];
}

/** Column titles of the figures that go into the table; the JSON has all. */
const titles: Record<string, string> = {
  messagesPerS: 'messages/s',
  deliveriesPerS: 'deliveries/s',
  connectionsPerS: 'connections/s',
  serverCpuUsPerMessage: 'CPU µs/message',
  serverCpuUsPerDelivery: 'CPU µs/delivery',
  serverCpuUsPerConnection: 'CPU µs/connection',
  mainThreadUs: 'of it main thread',
  ackP50Ms: 'ack p50 ms',
  ackP99Ms: 'ack p99 ms',
  peerP50Ms: 'peer p50 ms',
  peerP99Ms: 'peer p99 ms',
  everybodyP50Ms: 'all have it p50 ms',
  everybodyP99Ms: 'all have it p99 ms',
  kbPerConnection: 'kB/connection',
  listeningAfterMs: 'listening after ms',
  serverCpuShare: 'server core',
  generatorCpuShare: 'generator core',
  serverRssMb: 'server MB',
  scriptsKbGz: 'JavaScript kB gzipped',
  stylesKbGz: 'CSS kB gzipped',
  scriptsBeforeKbGz: 'of it asked for before it is usable',
  requests: 'requests',
  usableColdMs: 'usable after ms',
  usableWarmMs: 'the next time ms',
  seen: 'seen',
  otherP50Ms: 'in the other browser p50 ms',
  otherP99Ms: 'p99 ms',
  ownP50Ms: 'own bubble p50 ms',
  ownP99Ms: 'own p99 ms',
  seconds: 'seconds',
  msPerFrame: 'ms/frame',
  loadingS: 'of it loading s',
  waitedS: 'of it waiting s',
  keyP50Ms: 'key to frame p50 ms',
  keyP99Ms: 'key p99 ms',
  keyWorstMs: 'key worst ms',
  longTasks: 'tasks > 50 ms',
  worstTaskMs: 'worst task ms',
  longCpuTasks: 'by CPU time',
  worstTaskCpuMs: 'worst task CPU ms',
  heapMb: 'heap MB',
  nodes: 'DOM nodes',
  listeners: 'listeners',
  ofFirst: 'of the first',
  unseenBursts: 'bursts not followed',
};

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Three digits that matter. */
function formatFigure(value: number): string {
  if (value >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

function formatSpread(spread: Spread | null): string {
  if (spread === null) return 'n/a';
  const { median, min, max } = spread;
  const range = min === max ? '' : ` (${formatFigure(min)}–${formatFigure(max)})`;
  return formatFigure(median) + range;
}

const figureOf = (rows: readonly Row[], name: string, figure: string): number | null | undefined =>
  rows.find((row) => row.name === name)?.figures[figure];

/** One table for all rows that have the same figures, so that servers stand below each other. */
function formatTables(measurements: readonly Measurement[]): string {
  const tables = new Map<string, { head: string[]; rows: { name: string; cells: string[] }[] }>();
  for (const { target, runs } of measurements) {
    for (const { name, figures } of runs[0] ?? []) {
      const figureNames = Object.keys(figures).filter((figure) => figure in titles);
      const table = tables.get(figureNames.join()) ?? {
        head: ['scenario', 'server', ...figureNames.map((figure) => titles[figure] ?? figure)],
        rows: [],
      };
      tables.set(figureNames.join(), table);
      const cells = figureNames.map((figure) =>
        formatSpread(spreadOf(runs.map((rows) => figureOf(rows, name, figure)))),
      );
      table.rows.push({ name, cells: [name, target, ...cells] });
    }
  }
  return [...tables.values()].map(({ head, rows }) => tableOf(head, groupByName(rows))).join('\n\n');
}

function groupByName(rows: readonly { name: string; cells: string[] }[]): string[][] {
  return [...Map.groupBy(rows, ({ name }) => name).values()].flat().map(({ cells }) => cells);
}

function formatAudits(measurements: readonly Measurement[]): string {
  const audited = measurements.filter(({ audit }) => audit.auditedMessages > 0 || isFaulty(audit));
  const lines = audited.map(({ target, runs, audit }) => {
    const faults = Object.entries(audit.findings).filter(([, count]) => count > 0);
    const verdict = faults.length === 0 ? 'ok' : faults.map(([name, count]) => `${name} ${count}`).join(', ');
    const refused = Object.entries(audit.refusals).map(([code, count]) => `, refused ${code} ${count}`);
    const scenario = runs[0]?.[0]?.name.split(',')[0] ?? '';
    return `- ${scenario}, ${target}: ${audit.auditedMessages} messages, ${audit.auditedDeliveries} deliveries${refused.join('')}: **${verdict}**`;
  });
  return [
    'Audit: every acked message in the history once, without gaps, and at every receiver once, in order',
    ...lines,
  ].join('\n');
}

const isFaulty = (audit: Measurement['audit']): boolean => countFindings(audit.findings) > 0;

/** Whether every audit of the report is clean. */
export function isClean({ measurements }: Report): boolean {
  return !measurements.some(({ audit }) => isFaulty(audit));
}

export function formatReport(report: Report): string {
  const { machine, command, startedAt, measurements } = report;
  const placement = machine.pinned ? 'server on core 0, generator on core 1' : 'not pinned to cores';
  const place = [
    `${machine.cpu}, ${machine.coreCount} cores, ${machine.memoryGb} GB, ${machine.system}; ${placement}; load before ${machine.load.toFixed(1)}`,
    `Bun ${machine.bun}, Node ${machine.node ?? 'missing'}; commit ${machine.commit}; ${startedAt}; \`${command}\``,
    'Median of the runs (lowest–highest). CPU is the whole server process, all threads.',
  ];
  const parts = [
    formatTables(measurements),
    formatMissedGoals(measurements, titles),
    formatAudits(measurements),
  ];
  return [place.join('\n'), ...parts.filter((part) => part !== '')].join('\n\n');
}
