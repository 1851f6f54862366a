/* Writes a run where it can be read later: docs/benchmarks/<day>-<commit>/, and its line into the index. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { formatReport, type Report } from '../report.ts';
import { drawPlots, type Plot } from './plots.ts';

const recordsFolder = fileURLToPath(new URL('../../../docs/benchmarks', import.meta.url));

/** Answers the folder; a run of the same day and commit is replaced. */
export async function recordRun(report: Report, records = recordsFolder): Promise<string> {
  const name = `${report.startedAt.slice(0, 10)}-${/^\w+/.exec(report.machine.commit)?.[0] ?? 'unknown'}`;
  const folder = `${records}/${name}`;
  const plots = drawPlots(report.measurements);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/results.json`, `${JSON.stringify(report, roundNumber)}\n`);
  await writeFile(`${folder}/README.md`, formatPage(report, plots));
  for (const plot of plots) await writeFile(`${folder}/${plot.name}.svg`, plot.svg);
  await listRuns(records);
  return folder;
}

/** Six digits that matter are more than anybody has measured. */
const roundNumber = (_key: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toPrecision(6)) : value;

export function formatPage(report: Report, plots: readonly Plot[]): string {
  const pictures = plots.map(({ name, title }) => `![${title}](${name}.svg)`);
  const day = report.startedAt.slice(0, 10);
  const explained = 'What the figures mean, and how to repeat them: [the index](../README.md).';
  const parts = [`# Measured on ${day}, commit ${report.machine.commit}`, explained, formatReport(report)];
  return `${[...parts, ...pictures].join('\n\n')}\n`;
}

const begin = '<!-- runs -->';
const end = '<!-- /runs -->';

async function listRuns(records: string): Promise<void> {
  const entries = await readdir(records, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const path = `${records}/README.md`;
  const index = await readFile(path, 'utf8').catch(() => `${begin}\n${end}\n`);
  await writeFile(path, withRuns(index, names));
}

/** The index with these runs between its marks, newest first; unchanged when it has none. */
export function withRuns(index: string, names: readonly string[]): string {
  const [from, to] = [index.indexOf(begin), index.indexOf(end)];
  if (from < 0 || to < from) return index;
  const lines = names.toSorted().toReversed();
  const list = lines.map((name) => `- [${name}](${name}/README.md)`).join('\n');
  return `${index.slice(0, from)}${begin}\n\n${list}\n\n${index.slice(to)}`;
}
