/* The results as Markdown, for a terminal, a page or an issue. */
import { countFindings } from './audit.ts';
import type { Row } from './job.ts';
import type { Machine } from './machine.ts';
import type { Measurement } from './measure.ts';
import { formatMissedGoals } from './missed-goals.ts';
import { spreadOf, type Spread } from './quantiles.ts';
import { titles } from './titles.ts';

export interface Report {
  readonly machine: Machine;
  readonly command: string;
  readonly startedAt: string;
  readonly measurements: readonly Measurement[];
  /** what the time was up for */
  readonly skipped: readonly string[];
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Three digits that matter; of shares near the whole, as many as tell them from it. */
export function formatFigure(value: number): string {
  if (value > 99 && value < 100) return value.toFixed(3);
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
export function formatTables(measurements: readonly Measurement[]): string {
  const tables = new Map<string, { head: string[]; rows: { name: string; cells: string[] }[] }>();
  for (const { target, runs } of measurements) {
    for (const { name, figures } of runs[0] ?? []) {
      const figureNames = Object.keys(titles).filter((figure) => figure in figures);
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

export function formatAudits(measurements: readonly Measurement[]): string {
  const audited = measurements.filter(({ audit }) => audit.auditedMessages > 0 || isFaulty(audit));
  const lines = audited.map(({ part, target, audit }) => {
    const faults = Object.entries(audit.findings).filter(([, count]) => count > 0);
    const verdict = faults.length === 0 ? 'ok' : faults.map(([name, count]) => `${name} ${count}`).join(', ');
    const refused = Object.entries(audit.refusals).map(([code, count]) => `, refused ${code} ${count}`);
    return `- ${part}, ${target}: ${audit.auditedMessages} messages, ${audit.auditedDeliveries} deliveries${refused.join('')}: **${verdict}**`;
  });
  return [
    'Audit: every acked message in the history once, without gaps, and at every receiver once, in order. Baselines have no history; what they lose is counted, and promised by nobody.',
    lines.join('\n'),
  ].join('\n\n');
}

const isFaulty = (audit: Measurement['audit']): boolean => countFindings(audit.findings) > 0;

/** Whether every audit of those who promise something is clean. */
export function isClean({ measurements }: Pick<Report, 'measurements'>): boolean {
  return !measurements.some(({ audit, isBaseline }) => !isBaseline && isFaulty(audit));
}

/** On what, from what and by what command. */
export function formatPlace({ machine, command, startedAt }: Report): string {
  const placement = machine.pinned ? 'server on core 0, generator on core 1' : 'not pinned to cores';
  return [
    `- ${machine.cpu}, ${machine.coreCount} cores, ${machine.memoryGb} GB, ${machine.system}; ${placement}; load before ${machine.load.toFixed(1)}`,
    `- Bun ${machine.bun}, Node ${machine.node ?? 'missing'}; commit ${machine.commit}; ${startedAt}; \`${command}\``,
    '- Median of the runs (lowest–highest). CPU is the whole server process, all threads.',
  ].join('\n');
}

export function formatReport(report: Report): string {
  const { measurements, skipped } = report;
  const parts = [
    formatPlace(report),
    formatTables(measurements),
    formatMissedGoals(measurements.filter(({ isBaseline }) => !isBaseline)),
    formatAudits(measurements),
    skipped.length === 0 ? '' : `Skipped, the time was up: ${skipped.join('; ')}.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
