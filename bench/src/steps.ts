import type { Options, PartName } from './options.ts';
import { profileFolder } from './plan.ts';
import {
  databaseFor,
  findBaselines,
  mediaFloor,
  parley,
  parleyForMedia,
  parleyNode,
  parleyOnMongo,
  parleyWithApp,
  parleyWithChaos,
  stockOnBun,
  type Target,
} from './target.ts';

/** One part against one server. */
export interface Step {
  readonly part: PartName;
  readonly target: Target;
}

/**
 * What is measured, in order. Servers that are compared are measured one after the other, as the machine changes over
 * time; a quick look has Parley first, for the case that time is up before the baselines' turn.
 */
export function planSteps(options: Options): Step[] {
  const steps = options.parts.flatMap((part) =>
    planTargets(part, options).map((target) => ({ part, target })),
  );
  if (!options.isQuick) return steps;
  return [
    ...steps.filter(({ target }) => target.hasHistory),
    ...steps.filter(({ target }) => !target.hasHistory),
  ];
}

function planTargets(part: PartName, options: Options): Target[] {
  const { hasProfile, hasBaselines } = options;
  const own = ownTarget(part, options, hasProfile ? ['--cpu-prof', '--cpu-prof-dir', profileFolder] : []);
  return hasBaselines ? [own, ...baselinesOf(part)] : [own];
}

function ownTarget(part: PartName, { mongoUrl, redisUrl }: Options, flags: readonly string[]): Target {
  if (part === 'web') return parleyWithApp();
  if (part === 'cluster') return parleyNode(databaseFor(mongoUrl ?? ''), redisUrl ?? '');
  if (part === 'mongo' || part === 'distant') return parleyOnMongo(mongoUrl ?? '');
  if (part === 'media') return parleyForMedia(flags);
  return part === 'outage' ? parleyWithChaos() : parley(flags);
}

/** Pages, outages and the web app are of servers that have them. */
const withoutBaseline: ReadonlySet<PartName> = new Set<PartName>([
  'history',
  'outage',
  'mongo',
  'distant',
  'cluster',
  'web',
]);
/** What is lost, and what is lossy, is the same on any runtime: the nearest one tells enough. */
const withOneBaseline: ReadonlySet<PartName> = new Set<PartName>(['churn', 'presence']);

function baselinesOf(part: PartName): Target[] {
  if (withoutBaseline.has(part)) return [];
  if (part === 'media') return [mediaFloor];
  return withOneBaseline.has(part) ? [stockOnBun] : findBaselines();
}
