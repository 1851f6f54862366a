import type { Row } from './job.ts';
import type { Measurement } from './measure.ts';
import { spreadOf } from './quantiles.ts';
import { titles } from './titles.ts';

type Runs = Pick<Measurement, 'runs'>;

interface Goal {
  readonly row: string;
  readonly figure: string;
  readonly bound: number;
  readonly isFloor: boolean;
  readonly runs: Runs['runs'];
}

/** Where the median of the runs is not what it has to be, as Markdown; empty when no row has a goal. */
export function formatMissedGoals(measurements: readonly Runs[]): string {
  const goals = measurements.flatMap(({ runs }) => (runs[0] ?? []).flatMap((row) => goalsOf(row, runs)));
  if (goals.length === 0) return '';
  const missed = goals.flatMap(({ row, figure, bound, isFloor, runs }) => {
    const values = runs.map((rows) => rows.find(({ name }) => name === row)?.figures[figure]);
    const median = spreadOf(values)?.median;
    if (median !== undefined && (isFloor ? median >= bound : median <= bound)) return [];
    const found = median === undefined ? 'not measured' : Number(median.toPrecision(5));
    return [
      `- ${row}: ${titles[figure] ?? figure} ${found}, the goal is at ${isFloor ? 'least' : 'most'} ${bound}`,
    ];
  });
  return missed.length === 0 ? `All ${goals.length} goals are met.` : ['Missed goals:', ...missed].join('\n');
}

function goalsOf({ name: row, goals = {}, floors = {} }: Row, runs: Runs['runs']): Goal[] {
  const listed = (bounds: Row['goals'] = {}, isFloor: boolean): Goal[] =>
    Object.entries(bounds).map(([figure, bound]) => ({ row, figure, bound, isFloor, runs }));
  return [...listed(goals, false), ...listed(floors, true)];
}
