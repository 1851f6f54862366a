import type { Measurement } from './measure.ts';
import { spreadOf } from './quantiles.ts';

/** Where the median of the runs is above what it may be, as Markdown; empty when no row has a goal. */
export function formatMissedGoals(
  measurements: readonly Pick<Measurement, 'runs'>[],
  titles: Readonly<Record<string, string>>,
): string {
  const withGoals = measurements.flatMap(({ runs }) =>
    (runs[0] ?? []).flatMap(({ name, goals = {} }) =>
      Object.entries(goals).map(([figure, goal]) => ({ name, figure, goal, runs })),
    ),
  );
  if (withGoals.length === 0) return '';
  const missed = withGoals.flatMap(({ name, figure, goal, runs }) => {
    const values = runs.map((rows) => rows.find((row) => row.name === name)?.figures[figure]);
    const median = spreadOf(values)?.median;
    if (median !== undefined && median <= goal) return [];
    const found = median === undefined ? 'not measured' : Number(median.toPrecision(3));
    return [`- ${name}: ${titles[figure] ?? figure} ${found}, at most ${goal} is the goal`];
  });
  return missed.length === 0 ? 'All goals are met.' : ['Missed goals:', ...missed].join('\n');
}
