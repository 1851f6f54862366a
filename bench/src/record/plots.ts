import type { Measurement } from '../measure.ts';
import type { PartName } from '../options.ts';
import { spreadOf } from '../quantiles.ts';
import { drawBarChart, type Bar } from './bar-chart.ts';
import { drawTimeline } from './timeline-chart.ts';

export interface Plot {
  /** without `.svg` */
  readonly name: string;
  readonly title: string;
  readonly svg: string;
}

/** One figure of one part, for all servers. */
interface PlotPlan {
  readonly name: string;
  readonly title: string;
  readonly part: PartName;
  readonly figure: string;
  /** rows that are drawn; all when absent */
  readonly rows?: RegExp;
}

const plans: readonly PlotPlan[] = [
  {
    name: 'direct-cpu',
    title: 'Direct messages: server CPU per message, µs',
    part: 'direct',
    figure: 'serverCpuUsPerMessage',
    rows: /outstanding/,
  },
  {
    name: 'direct-rate',
    title: 'Direct messages: acked per second on one core',
    part: 'direct',
    figure: 'messagesPerS',
    rows: /outstanding/,
  },
  {
    name: 'direct-latency',
    title: 'Direct messages: 99 of 100 reach the other within, ms',
    part: 'direct',
    figure: 'peerP99Ms',
    rows: /open loop|alone/,
  },
  {
    name: 'group-cpu',
    title: 'Groups: server CPU per delivery, µs',
    part: 'group',
    figure: 'serverCpuUsPerDelivery',
    rows: /group of \d{3,}, 200 B/,
  },
  {
    name: 'connect',
    title: 'Connections per second, signed in and in their groups',
    part: 'connect',
    figure: 'connectionsPerS',
  },
  { name: 'idle', title: 'Memory of an idle connection, kB', part: 'idle', figure: 'kbPerConnection' },
  {
    name: 'presence',
    title: 'Typing and presence: server CPU per delivery, µs',
    part: 'presence',
    figure: 'serverCpuUsPerDelivery',
  },
  {
    name: 'history',
    title: 'A page of history: 99 of 100 are there within, ms',
    part: 'history',
    figure: 'pageP99Ms',
    rows: /newest|deep|around/,
  },
  {
    name: 'churn',
    title: 'Clients that lose their connection: messages that reached them, %',
    part: 'churn',
    figure: 'deliveredPercent',
  },
];

/** What can be drawn of these measurements; a server has the same colour in all of it. */
export function drawPlots(measurements: readonly Measurement[]): Plot[] {
  const servers = [...new Set(measurements.map(({ target }) => target))];
  const bars = plans.flatMap((plan): Plot[] => {
    const svg = drawFigure(plan, measurements, servers);
    return svg === undefined ? [] : [{ name: plan.name, title: plan.title, svg }];
  });
  const timelines = measurements.flatMap(({ part, target, timeline }): Plot[] => {
    const title = `${target} while its store is away and after, first run`;
    return timeline === undefined ? [] : [{ name: part, title, svg: drawTimeline(title, timeline) }];
  });
  return [...bars, ...timelines];
}

/** `undefined` when nobody has the figure. */
function drawFigure(
  { title, part: plannedPart, figure, rows = /./ }: PlotPlan,
  measurements: readonly Measurement[],
  servers: readonly string[],
): string | undefined {
  const concerned = measurements.filter(({ part }) => part === plannedPart);
  const rowNames = new Set(concerned.flatMap(({ runs }) => (runs[0] ?? []).map(({ name }) => name)));
  const groups = [...rowNames]
    .filter((name) => rows.test(name))
    .map((name) => ({
      name,
      bars: concerned.flatMap(({ target, runs }): Bar[] => {
        const values = runs.map((run) => run.find((row) => row.name === name)?.figures[figure]);
        const spread = spreadOf(values);
        return spread === null ? [] : [{ colour: servers.indexOf(target), name: target, spread }];
      }),
    }))
    .filter(({ bars }) => bars.length > 0);
  return groups.length === 0 ? undefined : drawBarChart({ title, groups });
}
