import type { Moment, Series, Timeline } from '../job.ts';
import { formatFigure } from '../report.ts';
import { plotWidth, round, svgDocument, svgText } from './svg.ts';

const titleHeight = 66;
const panelHeight = 120;
const panelGap = 34;
const axisHeight = 24;
const tickCounts = 6;

/** One panel for each series above a common axis of seconds, with a line where something happened. */
export function drawTimeline(title: string, { series, moments }: Timeline): string {
  const untilS = Math.max(1, ...series.flatMap(({ points }) => points.map(([atS]) => atS)));
  const xOf = (atS: number): number => (plotWidth * atS) / untilS;
  const height = titleHeight + series.length * (panelHeight + panelGap) + axisHeight;
  const bottom = height - axisHeight - panelGap / 2;
  return svgDocument(title, height, [
    ...series.map((one, index) => drawPanel(one, titleHeight + index * (panelHeight + panelGap), xOf)),
    ...moments.map((moment, index) => drawMoment(moment, { index, bottom, x: xOf(moment.atS) })),
    ...drawAxis(untilS, height, xOf),
  ]);
}

function drawPanel({ name, points }: Series, top: number, xOf: (atS: number) => number): string {
  const largest = Math.max(0, ...points.map(([, value]) => value));
  const base = top + panelHeight;
  const yOf = (value: number): number => base - (largest === 0 ? 0 : ((panelHeight - 20) * value) / largest);
  const path = points.map(([atS, value]) => `${round(xOf(atS))},${round(yOf(value))}`).join(' ');
  return [
    svgText(name, { x: 0, y: top + 12 }),
    svgText(`at most ${formatFigure(largest)}`, {
      x: plotWidth,
      y: top + 12,
      className: 'quiet',
      anchor: 'end',
    }),
    `<line class="line" x1="0" x2="${plotWidth}" y1="${base}" y2="${base}"/>`,
    `<polyline class="curve" points="${path}"/>`,
  ].join('');
}

interface MomentPlace {
  readonly index: number;
  readonly bottom: number;
  readonly x: number;
}

/** Neighbours stand on two lines, so that they do not cover each other; those near the right edge end at theirs. */
function drawMoment({ name }: Moment, { index, bottom, x }: MomentPlace): string {
  const y = 38 + (index % 2) * 16;
  const isLate = x > plotWidth * 0.85;
  const label = svgText(name, {
    x: isLate ? x - 4 : x + 4,
    y,
    className: 'quiet',
    anchor: isLate ? 'end' : 'start',
  });
  return `<line class="moment" x1="${round(x)}" x2="${round(x)}" y1="${y - 12}" y2="${bottom}"/>${label}`;
}

function drawAxis(untilS: number, height: number, xOf: (atS: number) => number): string[] {
  return Array.from({ length: tickCounts + 1 }, (_, tick) => {
    const atS = (untilS * tick) / tickCounts;
    const anchor = tick === 0 ? 'start' : tick === tickCounts ? 'end' : 'middle';
    return svgText(`${Math.round(atS)} s`, { x: xOf(atS), y: height - 6, className: 'quiet', anchor });
  });
}
