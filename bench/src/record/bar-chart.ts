import type { Spread } from '../quantiles.ts';
import { formatFigure } from '../report.ts';
import { plotWidth, round, svgDocument, svgText } from './svg.ts';

export interface Bar {
  /** what its colour means; the same pair in all groups */
  readonly name: string;
  readonly colour: number;
  readonly spread: Spread;
}

export interface BarChart {
  readonly title: string;
  readonly groups: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
}

const barHeight = 16;
const barGap = 3;
const groupGap = 14;
const titleHeight = 50;
const valueWidth = 130;

/** Horizontal bars from zero: the median, a line from the lowest run to the highest, and the figure in words. */
export function drawBarChart({ title, groups }: BarChart): string {
  const largest = Math.max(0, ...groups.flatMap(({ bars }) => bars.map(({ spread }) => spread.max)));
  const widthOf = (value: number): number =>
    largest === 0 ? 0 : ((plotWidth - valueWidth) * value) / largest;
  const parts = [drawLegend(groups.flatMap(({ bars }) => bars))];
  let y = titleHeight;
  for (const { name, bars } of groups) {
    parts.push(svgText(name, { x: 0, y: y + 12 }));
    y += barHeight + barGap;
    for (const bar of bars) {
      parts.push(drawBar(bar, y, widthOf));
      y += barHeight + barGap;
    }
    y += groupGap;
  }
  return svgDocument(title, y, parts);
}

function drawBar({ colour, spread }: Bar, y: number, widthOf: (value: number) => number): string {
  const { median, min, max } = spread;
  const middle = y + barHeight / 2;
  const range =
    min === max
      ? ''
      : `<line class="range" x1="${round(widthOf(min))}" x2="${round(widthOf(max))}" y1="${middle}" y2="${middle}"/>`;
  return [
    `<rect class="c${colour % 4}" x="0" y="${y}" width="${round(Math.max(1, widthOf(median)))}" height="${barHeight}" rx="2"/>`,
    range,
    svgText(formatFigure(median), { x: widthOf(max) + 8, y: y + 13 }),
  ].join('');
}

/** One square and one name after the other, by a guess at how wide letters are. */
function drawLegend(bars: readonly Bar[]): string {
  let x = 0;
  return [...new Map(bars.map(({ name, colour }) => [name, colour]))]
    .map(([name, colour]) => {
      const entry = `<rect class="c${colour % 4}" x="${x}" y="29" width="10" height="10" rx="2"/>${svgText(name, { x: x + 15, y: 39, className: 'quiet' })}`;
      x += 35 + name.length * 6.6;
      return entry;
    })
    .join('');
}
