/** One scenario for the generator process: passed as JSON in its argument, answered as JSON on its stdout. */
import type { Findings } from './audit.ts';
import type { Sizes } from './sizes.ts';

export const scenarioNames = [
  'direct',
  'group',
  'connect',
  'idle',
  'presence',
  'history',
  'media',
  'outage',
  'churn',
  'mongo',
  'distant',
  'cluster',
  'web',
] as const satisfies readonly (keyof Sizes)[];
export type ScenarioName = (typeof scenarioNames)[number];

export interface Job<Name extends ScenarioName = ScenarioName> {
  readonly scenario: Name;
  readonly port: number;
  readonly serverPid: number;
  /** signs the users in, HS256 */
  readonly jwtSecret: string;
  /** keeps the users of different jobs apart */
  readonly prefix: string;
  /** whether the server can be asked for what it stored, and for what a client missed */
  readonly hasHistory: boolean;
  /** each measured stretch, after `warmUpMs` of the same load */
  readonly measureMs: number;
  readonly warmUpMs: number;
  readonly sizes: Sizes[Name];
}

export type Figures = Readonly<Record<string, number | null>>;

/** One line of the report. A figure's name carries its unit; `null`: not measurable here. */
export interface Row {
  readonly name: string;
  readonly figures: Figures;
  /** what figures may be at most */
  readonly goals?: Readonly<Record<string, number>>;
  /** what figures must be at least */
  readonly floors?: Readonly<Record<string, number>>;
}

/** What happened over time, for a plot: `[seconds, value]`. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
}

/** A moment worth a line in the plot. */
export interface Moment {
  readonly name: string;
  readonly atS: number;
}

export interface Timeline {
  readonly series: readonly Series[];
  readonly moments: readonly Moment[];
}

export interface JobResult {
  readonly rows: readonly Row[];
  readonly findings: Findings;
  /** messages that the audit followed from ack to history and receivers */
  readonly auditedMessages: number;
  readonly auditedDeliveries: number;
  /** sends that were refused, by error code */
  readonly refusals: Readonly<Record<string, number>>;
  readonly timeline?: Timeline;
}
