import type { Job, ScenarioName } from './job.ts';
import type { Options } from './options.ts';
import type { ClusterSizes, DistantSizes, MediaSizes, Outage, Sizes, WebSizes } from './sizes.ts';
import { databaseFor, jwtSecret } from './target.ts';

/** What a job needs to know of the server and the run it is for. */
export type JobPlace = Pick<Job, 'port' | 'serverPid' | 'hasHistory' | 'prefix'>;

export const resultsFolder = `${import.meta.dir}/../results`;
export const profileFolder = `${resultsFolder}/profiles`;

/** For whom a scenario is sized: figures of a baseline are to compare with, so it is measured more briefly. */
export type SizedFor = 'parley' | 'baseline';

/** The sizes of a scenario: short ones for a look, long ones for figures to quote. */
export function planJob<Name extends ScenarioName>(
  scenario: Name,
  { options, sizedFor, place }: { options: Options; sizedFor: SizedFor; place: JobPlace },
): Job<Name> {
  const { isQuick, hasProfile } = options;
  const sizes = isQuick ? quickSizes(options, sizedFor) : fullSizes(options, sizedFor);
  return {
    ...place,
    hasHistory: place.hasHistory && !hasProfile, // reading it back would fill the profile
    scenario,
    jwtSecret,
    ...planStretch(scenario, isQuick, sizedFor),
    sizes: sizes[scenario],
  };
}

/** The runtime's compilers work through the first seconds: figures to quote are of a server that has been busy a while. */
function planStretch(
  scenario: ScenarioName,
  isQuick: boolean,
  sizedFor: SizedFor,
): Pick<Job, 'measureMs' | 'warmUpMs'> {
  // Stalls are few, and the last round trip counts.
  if (scenario === 'distant')
    return isQuick ? { measureMs: 4_000, warmUpMs: 1_000 } : { measureMs: 10_000, warmUpMs: 4_000 };
  if (scenario === 'media' && isQuick) return { measureMs: 1_500, warmUpMs: 500 };
  if (isQuick) return { measureMs: 600, warmUpMs: 300 };
  if (scenario === 'group') return { measureMs: 1_000, warmUpMs: 400 };
  return sizedFor === 'parley'
    ? { measureMs: 3_000, warmUpMs: 2_500 }
    : { measureMs: 2_000, warmUpMs: 1_000 };
}

function fullSizes(options: Options, sizedFor: SizedFor): Sizes {
  const isParley = sizedFor === 'parley';
  const { bytes, hasProfile, clients, messages, outageS } = options;
  return {
    direct: {
      bytes,
      users: 200,
      outstandings: hasProfile ? [10] : [1, 10],
      crowd: isParley && !hasProfile ? 2_000 : 0,
    },
    group: isParley
      ? { groups: [10, 100, 1_000, 10_000], bytes: [bytes, 1_000], inFlights: [1, 40], firstMs: 3_000 }
      : { groups: [10, 1_000], bytes: [bytes], inFlights: [1, 40], firstMs: 1_500 },
    connect: { people: 1_000, groupSize: 100, groupsEach: 5 },
    idle: { connections: 5_000, settleMs: 15_000 },
    presence: { people: 1_000, groupSize: 50, messagesPerS: 500 },
    history: { messages, bytes, stampede: 1_000 },
    media: planMedia(sizedFor, { warmUpFiles: 16, files: 64, crowdFileBytes: 4 * megabyte, photos: 10 }),
    outage: { ...outage, bytes, outages: planOutages(4_000, outageS) },
    churn: {
      bytes,
      clients,
      upMs: 15_000,
      awayMs: 2_000,
      messagesPerS: 2,
      durationMs: isParley ? 30_000 : 20_000,
    },
    mongo: { url: options.mongoUrl ?? '', bytes, users: 200, outstanding: 10 },
    distant: { ...planDistant(options), people: 150, perS: 3_000 },
    cluster: { ...planCluster(options), perS: 400 },
    web: planWeb(options),
  };
}

function quickSizes(options: Options, sizedFor: SizedFor): Sizes {
  const { bytes, clients, messages, outageS } = options;
  return {
    direct: { bytes, users: 200, outstandings: [1, 10], crowd: 0 },
    group: { groups: [10, 1_000], bytes: [bytes], inFlights: [1, 40], firstMs: 400 },
    connect: { people: 300, groupSize: 50, groupsEach: 5 },
    idle: { connections: 1_000, settleMs: 1_000 },
    presence: { people: 200, groupSize: 50, messagesPerS: 100 },
    history: { messages, bytes, stampede: 200 },
    media: planMedia(sizedFor, { warmUpFiles: 6, files: 18, crowdFileBytes: megabyte, photos: 3 }),
    outage: {
      ...outage,
      bytes,
      busyPerS: 500,
      quietPerS: 200,
      beforeMs: 1_500,
      outages: planOutages(2_000, outageS),
    },
    churn: { bytes, clients, upMs: 4_000, awayMs: 500, messagesPerS: 4, durationMs: 8_000 },
    mongo: { url: options.mongoUrl ?? '', bytes, users: 200, outstanding: 10 },
    distant: { ...planDistant(options), people: 40, perS: 1_000 },
    cluster: { ...planCluster(options), perS: 200 },
    web: planWeb(options),
  };
}

const outage = { busyUsers: 200, quietUsers: 100, busyPerS: 1_500, quietPerS: 500, beforeMs: 4_000 };

function planOutages(hungMs: number, downS: number): Outage[] {
  return [
    { fault: 'hung', durationMs: hungMs, hasBurst: false },
    { fault: 'down', durationMs: downS * 1_000, hasBurst: true },
  ];
}

const megabyte = 1_000_000;

function planMedia(
  sizedFor: SizedFor,
  sizes: Pick<MediaSizes, 'warmUpFiles' | 'files' | 'crowdFileBytes' | 'photos'>,
): MediaSizes {
  return {
    ...sizes,
    isFloor: sizedFor === 'baseline',
    fileBytes: 8 * megabyte,
    atOnce: 6,
    rangeFileBytes: 24 * megabyte,
    ranges: [
      { bytes: 4 * megabyte, floorMbPerCpuS: 800 },
      { bytes: 64_000, floorMbPerCpuS: null },
    ],
    crowd: 100,
    // In all: a line of 200 Mbit/s, and nearly one of 1 Gbit/s.
    crowdBytesPerS: [megabyte / 4, megabyte],
    users: 100,
    perS: 1_000,
  };
}

function planCluster({ mongoUrl, redisUrl, bytes }: Options): Omit<ClusterSizes, 'perS'> {
  return {
    databaseUrl: databaseFor(mongoUrl ?? ''),
    redisUrl: redisUrl ?? '',
    bytes,
    users: 200,
    outstanding: 10,
  };
}

function planDistant({ mongoUrl, bytes }: Options): Pick<DistantSizes, 'url' | 'bytes' | 'distances'> {
  const distances = [50, 100].map((rttMs) => ({ rttMs, jitterMs: 20, stallShare: 0.01, stallMs: 250 }));
  return { url: mongoUrl ?? '', bytes, distances };
}

function planWeb({ isQuick, hasProfile, chromiumPath }: Options): WebSizes {
  return {
    chromiumPath: chromiumPath ?? '', // without one it is not in the plan
    profileFolder: hasProfile ? profileFolder : null,
    loads: isQuick ? 1 : 5,
    deliveries: isQuick ? 25 : 200,
    history: isQuick ? 1_000 : 10_000,
    keys: isQuick ? 40 : 200,
    traffic: isQuick ? 320 : 3_600,
    trafficWarmUp: isQuick ? 80 : 1_200,
  };
}
