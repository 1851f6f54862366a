import { parseArgs } from 'node:util';
import { scenarioNames, type ScenarioName } from './job.ts';
import { findChromium, type FoundChromium } from './web/find-chromium.ts';

export const partNames = ['start', ...scenarioNames] as const;
/** A scenario, or `start`: the time from spawn to listening. */
export type PartName = ScenarioName | 'start';

/** Need a browser and a build, or a MongoDB, and measure something else: only when named. */
const needy: ReadonlySet<PartName> = new Set<PartName>(['web', 'mongo', 'distant', 'cluster']);
const defaultParts = partNames.filter((part) => !needy.has(part));

export interface Options {
  readonly parts: readonly PartName[];
  readonly isQuick: boolean;
  readonly runs: number;
  readonly hasBaselines: boolean;
  /** also writes the results into docs/benchmarks */
  readonly isRecorded: boolean;
  /** also writes a CPU profile of the server for each scenario and prints its top entries */
  readonly hasProfile: boolean;
  /** content of a message */
  readonly bytes: number;
  /** history: messages of the conversation */
  readonly messages: number;
  /** churn */
  readonly clients: number;
  /** outage: how long the store is away, in seconds */
  readonly outageS: number;
  /** the browser of the web scenario */
  readonly chromiumPath: string | null;
  /** the database of the mongo, distant and cluster scenarios, TEST_MONGO_URL */
  readonly mongoUrl: string | null;
  /** what the nodes of the cluster scenario hear each other by, TEST_REDIS_URL */
  readonly redisUrl: string | null;
}

export const usage = `npm run bench -- [--quick] [--only ${partNames.join(',')}] [--runs N] [--record]
  [--no-baselines] [--profile] [--bytes N] [--messages N] [--clients N] [--outage SECONDS]`;

const isPart = (name: string): name is PartName => (partNames as readonly string[]).includes(name); // widened to ask

function positive(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${option} takes a whole number above 0`);
  return value;
}

function readParts(only: string | undefined, { chromium, mongoUrl, redisUrl }: Surroundings): PartName[] {
  if (only === undefined) return defaultParts;
  const names = only.split(',');
  const unknown = names.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new Error(`--only does not know ${unknown.join(', ')}`);
  if (chromium.path === null && names.includes('web'))
    throw new Error(`web needs a browser: ${chromium.missing}`);
  const onMongo = names.find((name) => name === 'mongo' || name === 'distant');
  if (mongoUrl === null && onMongo !== undefined)
    throw new Error(`${onMongo} needs a database: set TEST_MONGO_URL`);
  if ((mongoUrl === null || redisUrl === null) && names.includes('cluster'))
    throw new Error('cluster needs a database and a Redis: set TEST_MONGO_URL and TEST_REDIS_URL');
  return names.filter(isPart);
}

/** What the machine has beside the bench. */
export interface Surroundings {
  readonly chromium: FoundChromium;
  readonly mongoUrl: string | null;
  readonly redisUrl: string | null;
}

/** Reads the command line; throws with a sentence when it makes no sense, or asks for what this machine lacks. */
export function parseOptions(
  args: readonly string[],
  surroundings: Surroundings = {
    chromium: findChromium(),
    mongoUrl: process.env['TEST_MONGO_URL'] ?? null,
    redisUrl: process.env['TEST_REDIS_URL'] ?? null,
  },
): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string' },
      record: { type: 'boolean', default: false },
      'no-baselines': { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      bytes: { type: 'string', default: '200' },
      messages: { type: 'string' },
      clients: { type: 'string' },
      outage: { type: 'string' },
    },
  });
  const isQuick = values.quick;
  const sized = (name: 'runs' | 'messages' | 'clients' | 'outage', quick: number, full: number): number =>
    positive(values[name] ?? String(isQuick ? quick : full), name);
  return {
    parts: readParts(values.only, surroundings),
    chromiumPath: surroundings.chromium.path,
    mongoUrl: surroundings.mongoUrl,
    redisUrl: surroundings.redisUrl,
    isQuick,
    runs: sized('runs', 1, 3),
    hasBaselines: !values['no-baselines'],
    isRecorded: values.record,
    hasProfile: values.profile,
    bytes: positive(values.bytes, 'bytes'),
    messages: sized('messages', 20_000, 1_000_000),
    clients: sized('clients', 300, 10_000),
    outageS: sized('outage', 10, 60),
  };
}
