/* What all plots share: readable on light and on dark, without scripts or fonts of their own. */

export const plotWidth = 760;

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Colours by class `c0` to `c3`: the first is the one to look at. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .quiet { fill: #59636e; }
  .line { stroke: #d1d9e0; }
  .range { stroke: #1f2328; stroke-opacity: .55; }
  .c0 { fill: #1a6fd4; } .c1 { fill: #8a6d00; } .c2 { fill: #b4501f; } .c3 { fill: #818b98; }
  .curve { fill: none; stroke: #1a6fd4; stroke-width: 1.5; stroke-linejoin: round; }
  .moment { stroke: #b4501f; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .line { stroke: #3d444d; }
    .range { stroke: #f0f6fc; }
    .c0 { fill: #58a6ff; } .c1 { fill: #d8b430; } .c2 { fill: #f0883e; } .c3 { fill: #8b949e; }
    .curve { stroke: #58a6ff; }
    .moment { stroke: #f0883e; }
  }`;

export interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly className?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export function svgText(text: string, { x, y, className, anchor = 'start' }: TextOptions): string {
  const classes = className === undefined ? '' : ` class="${className}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${classes}>${escapeXml(text)}</text>`;
}

/** Coordinates need no more than a tenth of a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** A whole picture; `title` is read out where it cannot be seen. */
export function svgDocument(title: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${plotWidth} ${round(height)}" width="${plotWidth}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${style}\n</style>`,
    svgText(title, { x: 0, y: 18, className: 'title' }),
    ...parts,
    '</svg>\n',
  ].join('\n');
}
