import { parseArgs } from 'node:util';
import { scenarioNames, type ScenarioName } from './job.ts';
import { findChromium, type FoundChromium } from './web/find-chromium.ts';

export const partNames = ['start', ...scenarioNames] as const;
/** A scenario, or `start`: the time from spawn to listening. */
export type PartName = ScenarioName | 'start';

export interface Options {
  readonly parts: readonly PartName[];
  readonly isQuick: boolean;
  readonly runs: number;
  readonly hasBaseline: boolean;
  /** also writes a CPU profile of the server for each scenario and prints its top entries */
  readonly hasProfile: boolean;
  readonly contentBytes: number;
  /** the browser of the web scenario */
  readonly chromiumPath: string | null;
  /** what is not measured here though it was not excluded, and why; a sentence */
  readonly leftOut: string | null;
}

export const usage = `npm run bench -- [--quick] [--only ${partNames.join(',')}] [--runs N] [--no-baseline] [--profile] [--bytes N]`;

const isPart = (name: string): name is PartName => (partNames as readonly string[]).includes(name); // widened to ask

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} takes a whole number above 0`);
  return value;
}

/** Reads the command line; throws with a sentence when it makes no sense, or asks for what this machine lacks. */
export function parseOptions(args: readonly string[], chromium: FoundChromium = findChromium()): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string' },
      'no-baseline': { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      bytes: { type: 'string', default: '200' },
    },
  });
  const parts = values.only === undefined ? [...partNames] : values.only.split(',');
  const unknown = parts.filter((part) => !isPart(part));
  if (unknown.length > 0) throw new Error(`--only does not know ${unknown.join(', ')}`);
  const lacksBrowser = chromium.path === null && parts.includes('web');
  if (lacksBrowser && values.only !== undefined) throw new Error(`web needs a browser: ${chromium.missing}`);
  return {
    parts: parts.filter(isPart).filter((part) => !(lacksBrowser && part === 'web')),
    chromiumPath: chromium.path,
    leftOut: lacksBrowser ? `web is left out: ${chromium.missing}` : null,
    isQuick: values.quick,
    runs: positive(values.runs ?? (values.quick ? '1' : '3'), 'runs'),
    hasBaseline: !values['no-baseline'],
    hasProfile: values.profile,
    contentBytes: positive(values.bytes, 'bytes'),
  };
}
