import type { StoreFault } from './chaos.ts';
import type { Distance } from './distant-proxy.ts';

/** How large each scenario is made. Times in milliseconds, `bytes`: content of a message. */
export interface Sizes {
  readonly direct: DirectSizes;
  readonly group: GroupSizes;
  readonly connect: ConnectSizes;
  readonly idle: IdleSizes;
  readonly presence: PresenceSizes;
  readonly history: HistorySizes;
  readonly media: MediaSizes;
  readonly outage: OutageSizes;
  readonly churn: ChurnSizes;
  readonly mongo: MongoSizes;
  readonly distant: DistantSizes;
  readonly cluster: ClusterSizes;
  readonly web: WebSizes;
}

export interface DirectSizes {
  readonly bytes: number;
  /** people, in pairs */
  readonly users: number;
  /** unanswered sends that everybody keeps up, one stretch for each */
  readonly outstandings: readonly number[];
  /** more people, in pairs, with one unanswered send each; 0: no such stretch */
  readonly crowd: number;
}

export interface GroupSizes {
  /** members, each size with a group of its own */
  readonly groups: readonly number[];
  readonly bytes: readonly number[];
  readonly inFlights: readonly number[];
  /** load before the first stretch, for the runtime's compilers */
  readonly firstMs: number;
}

export interface ConnectSizes {
  readonly people: number;
  /** people in a group, and groups that each of them is in */
  readonly groupSize: number;
  readonly groupsEach: number;
}

export interface IdleSizes {
  readonly connections: number;
  /** from the last connection to the second reading of memory */
  readonly settleMs: number;
}

export interface PresenceSizes {
  readonly people: number;
  readonly groupSize: number;
  /** messages that pairs exchange meanwhile, per second */
  readonly messagesPerS: number;
}

export interface HistorySizes {
  readonly messages: number;
  readonly bytes: number;
  /** readers who ask for one page at once */
  readonly stampede: number;
}

export interface MediaSizes {
  /** only what the floor answers too: forms and ranges */
  readonly isFloor: boolean;
  /** of each file, where throughput is measured */
  readonly fileBytes: number;
  /** sent each way, before it is measured and then */
  readonly warmUpFiles: number;
  readonly files: number;
  /** transfers at once, each of another person */
  readonly atOnce: number;
  /** of the file that ranges are read of */
  readonly rangeFileBytes: number;
  /** one stretch for each; the floor is a goal, in MB per CPU second */
  readonly ranges: readonly { readonly bytes: number; readonly floorMbPerCpuS: number | null }[];
  /** people who upload at once, one file each, where memory and messages are measured */
  readonly crowd: number;
  readonly crowdFileBytes: number;
  /** of each of them while others write, one stretch for each */
  readonly crowdBytesPerS: readonly number[];
  /** people who write meanwhile, in pairs, and messages per second of all of them */
  readonly users: number;
  readonly perS: number;
  readonly photos: number;
}

export interface OutageSizes {
  readonly bytes: number;
  /** people who write all the time, and people who write nothing while the store is away */
  readonly busyUsers: number;
  readonly quietUsers: number;
  /** messages per second of all busy people, and of all quiet ones */
  readonly busyPerS: number;
  readonly quietPerS: number;
  readonly beforeMs: number;
  readonly outages: readonly Outage[];
}

export interface Outage {
  readonly fault: StoreFault;
  readonly durationMs: number;
  /** whether everybody sends as much as is answered for a while */
  readonly hasBurst: boolean;
}

export interface ChurnSizes {
  readonly bytes: number;
  readonly clients: number;
  /** a connection's life is spread evenly between half and one and a half times this */
  readonly upMs: number;
  /** the same for the time away */
  readonly awayMs: number;
  readonly messagesPerS: number;
  readonly durationMs: number;
}

export interface MongoSizes {
  readonly url: string;
  readonly bytes: number;
  /** people, in pairs */
  readonly users: number;
  /** unanswered sends that everybody keeps up */
  readonly outstanding: number;
}

export interface DistantSizes {
  readonly url: string;
  readonly bytes: number;
  /** each talks with each other */
  readonly people: number;
  readonly perS: number;
  /** of the database, one stretch for each */
  readonly distances: readonly Distance[];
}

export interface ClusterSizes {
  /** of the database that the nodes share, and of the Redis between them */
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly bytes: number;
  /** people, in pairs */
  readonly users: number;
  /** messages per second where latency is measured */
  readonly perS: number;
  /** unanswered sends that everybody keeps up where throughput is */
  readonly outstanding: number;
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
