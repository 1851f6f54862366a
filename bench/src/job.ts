/** One scenario for the generator process: passed as JSON in its argument, answered as JSON on its stdout. */
import type { Findings } from './audit.ts';

export const scenarioNames = ['direct', 'group', 'idle', 'connect', 'web'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Job {
  readonly scenario: ScenarioName;
  readonly port: number;
  readonly serverPid: number;
  /** signs the users in, HS256 */
  readonly jwtSecret: string;
  /** keeps the users of different jobs apart */
  readonly prefix: string;
  /** whether the server can be asked for what it stored */
  readonly hasHistory: boolean;
  /** each measured stretch, after `warmUpMs` of the same load */
  readonly measureMs: number;
  readonly warmUpMs: number;
  readonly contentBytes: number;
  /** direct: people, in pairs */
  readonly users: number;
  /** direct: unanswered sends that everybody keeps up, one stretch for each */
  readonly outstandings: readonly number[];
  /** group: sizes, each with its own group */
  readonly groupSizes: readonly number[];
  /** idle, connect: how many */
  readonly connections: number;
  /** idle: from the last connection to the second reading of memory */
  readonly settleMs: number;
  /** web: `null` for the others */
  readonly web: WebSizes | null;
}

export interface WebSizes {
  readonly chromiumPath: string;
  /** where CPU profiles of the page go; `null`: none are made */
  readonly profileFolder: string | null;
  /** first loads, each with a browser profile of its own */
  readonly loads: number;
  /** messages that one types and the other sees */
  readonly deliveries: number;
  /** messages of the long conversation, and key presses under it */
  readonly history: number;
  readonly keys: number;
  /** messages that reach a page that stays open, after those before its memory is first read */
  readonly traffic: number;
  readonly trafficWarmUp: number;
}

/** One line of the report. A figure's name carries its unit; `null`: not measurable here. */
export interface Row {
  readonly name: string;
  readonly figures: Readonly<Record<string, number | null>>;
  /** what figures may be at most */
  readonly goals?: Readonly<Record<string, number>>;
}

export interface JobResult {
  readonly rows: readonly Row[];
  readonly findings: Findings;
  /** messages that the audit followed from ack to history and receivers */
  readonly auditedMessages: number;
  readonly auditedDeliveries: number;
  /** sends that were refused, by error code */
  readonly refusals: Readonly<Record<string, number>>;
}
