import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noFindings } from '../audit.ts';
import type { Row } from '../job.ts';
import type { Measurement } from '../measure.ts';
import type { Report } from '../report.ts';
import { drawPlots } from './plots.ts';
import { recordRun, withRuns } from './record-run.ts';

const audit = { findings: noFindings(), auditedMessages: 1, auditedDeliveries: 1, refusals: {} };
const idle = (kbPerConnection: number | null): Row[] => [{ name: 'idle <5>', figures: { kbPerConnection } }];

const measured: Measurement[] = [
  { part: 'idle', target: 'Parley', isBaseline: false, runs: [idle(8), idle(12), idle(9)], audit },
  { part: 'idle', target: 'A & B', isBaseline: true, runs: [idle(24)], audit },
];

const report: Report = {
  machine: {
    ...{ cpu: 'a cpu', coreCount: 2, memoryGb: 8, system: 'linux', bun: '1', node: null },
    ...{ commit: 'abc1234 with local changes', pinned: true, load: 0.1 },
  },
  command: 'npm run bench -- --record',
  startedAt: '2030-01-02T03:04:05.000Z',
  measurements: measured,
  skipped: [],
};

let records: string;
beforeAll(async () => {
  records = await mkdtemp(join(tmpdir(), 'parley-records-'));
  await writeFile(`${records}/README.md`, 'before\n<!-- runs -->\nold\n<!-- /runs -->\nafter\n');
});
afterAll(() => rm(records, { recursive: true }));

test('a run is recorded as a page, plots and JSON, and has its line in the index, however often', async () => {
  await recordRun(report, records);
  const folder = await recordRun(report, records);
  expect(folder).toBe(`${records}/2030-01-02-abc1234`);
  expect((await readdir(folder)).toSorted()).toEqual(['README.md', 'idle.svg', 'results.json']);
  const page = await readFile(`${folder}/README.md`, 'utf8');
  for (const part of ['npm run bench -- --record', 'abc1234', 'a cpu', '9 (8–12)', '(idle.svg)'])
    expect(page).toContain(part);
  const results: unknown = JSON.parse(await readFile(`${folder}/results.json`, 'utf8'));
  expect(results).toEqual(report);
  expect(await readFile(`${records}/README.md`, 'utf8')).toBe(
    'before\n<!-- runs -->\n\n- [2030-01-02-abc1234](2030-01-02-abc1234/README.md)\n\n<!-- /runs -->\nafter\n',
  );
});

test('the newest run stands first, and an index without marks stays as it is', () => {
  const index = withRuns('<!-- runs --><!-- /runs -->', ['2030-01-01-a', '2030-01-02-b']);
  expect(index.indexOf('2030-01-02-b')).toBeLessThan(index.indexOf('2030-01-01-a'));
  expect(withRuns('no marks', ['x'])).toBe('no marks');
});

test('bars are as long as their figures, say them, and names cannot break the picture', () => {
  const svg = drawPlots(measured)[0]?.svg ?? '';
  const widths = [...svg.matchAll(/<rect class="c\d" x="0" y="\d+" width="([\d.]+)" height="16"/g)].map(
    (found) => Number(found[1]),
  );
  expect(widths).toHaveLength(2);
  expect(widths[1]! / widths[0]!).toBeCloseTo(24 / 9, 1);
  expect(svg).toContain('idle &lt;5&gt;');
  expect(svg).toContain('A &amp; B');
  expect(svg).toContain('prefers-color-scheme: dark');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('a server has one colour in all plots, and what nobody has measured is not drawn', () => {
  const churn: Row[] = [{ name: 'churn', figures: { deliveredPercent: 80 } }];
  const also: Measurement = { part: 'churn', target: 'A & B', isBaseline: true, runs: [churn], audit };
  const plots = drawPlots([...measured, also]);
  expect(plots.map(({ name }) => name)).toEqual(['idle', 'churn']);
  expect(plots[1]?.svg).toMatch(/<rect class="c1" x="0" y="\d+" width="630" height="16"/);
  expect(drawPlots([{ ...also, runs: [[{ name: 'churn', figures: { deliveredPercent: null } }]] }])).toEqual(
    [],
  );
});

test('what happened over time is drawn with its moments, also where nothing happened', () => {
  const timeline = {
    series: [
      {
        name: 'held',
        points: [
          [0, 0],
          [5, 10],
          [10, 5],
        ] as const,
      },
      { name: 'none', points: [] },
    ],
    moments: [{ name: 'store gone', atS: 5 }],
  };
  const svg = drawPlots([{ ...measured[0]!, part: 'outage', timeline }]).at(-1)?.svg ?? '';
  expect(svg).toContain('points="0,186 380,86 760,136"');
  expect(svg).toContain('x1="380"');
  expect(svg).toContain('store gone');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
