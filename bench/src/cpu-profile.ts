import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';

/** The parts of Chrome's .cpuprofile format that are read here. */
interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}
interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
}

/** Where the samples fell: a function's share of all, by itself without what it called. */
export interface ProfileEntry {
  readonly share: number;
  readonly place: string;
}

export function findTopEntries(profile: CpuProfile, count: number): ProfileEntry[] {
  return countPlaces(profile, placesOf(profile.nodes)).slice(0, count);
}

/** The same by file of the repository or package of `node_modules`; native work counts for its caller. */
export function findTopModules(profile: CpuProfile, count: number): ProfileEntry[] {
  const callerOf = callersOf(profile.nodes);
  const moduleOf = (node: ProfileNode): string => {
    const caller = node.callFrame.url === '' ? callerOf.get(node.id) : undefined;
    if (caller !== undefined) return moduleOf(caller);
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)|packages\/(.+)$/.exec(node.callFrame.url);
    return found?.[1] ?? found?.[2] ?? 'the runtime';
  };
  const modules = new Map(profile.nodes.map((node) => [node.id, moduleOf(node)]));
  return countPlaces(profile, modules).slice(0, count);
}

function countPlaces({ samples }: CpuProfile, places: ReadonlyMap<number, string>): ProfileEntry[] {
  const hits = new Map<string, number>();
  for (const sample of samples) {
    const place = places.get(sample) ?? '(unknown)';
    hits.set(place, (hits.get(place) ?? 0) + 1);
  }
  return [...hits]
    .toSorted(([, one], [, other]) => other - one)
    .map(([place, hit]) => ({ place, share: hit / samples.length }));
}

const callersOf = (nodes: readonly ProfileNode[]): Map<number, ProfileNode> =>
  new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node])));

/** A readable place for each node; what the runtime does itself says nothing without the caller. */
function placesOf(nodes: readonly ProfileNode[]): Map<number, string> {
  const callerOf = callersOf(nodes);
  const nameOf = ({ callFrame: { functionName, url, lineNumber } }: ProfileNode): string =>
    `${functionName === '' ? '(anonymous)' : functionName}${url === '' ? '' : ` ${basename(url)}:${lineNumber + 1}`}`;
  const placeOf = (node: ProfileNode): string => {
    const caller = node.callFrame.url === '' ? callerOf.get(node.id) : undefined;
    return caller === undefined ? nameOf(node) : `${nameOf(node)} ← ${nameOf(caller)}`;
  };
  return new Map(nodes.map((node) => [node.id, placeOf(node)]));
}

/** The top entries of every profile in a folder, as Markdown; empty when there is none. */
export async function formatProfiles(folder: string, count = 25): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const parts: string[] = [];
  for (const name of names.filter((file) => file.endsWith('.cpuprofile'))) {
    // The runtime wrote the file in the format it names.
    const profile = (await Bun.file(`${folder}/${name}`).json()) as CpuProfile;
    const lines = [findTopEntries(profile, count), findTopModules(profile, count)].map(formatEntries);
    parts.push(
      [`Profile ${name}, ${profile.samples.length} samples of the main thread:`, ...lines].join('\n\n'),
    );
  }
  return parts.join('\n\n');
}

const formatEntries = (entries: readonly ProfileEntry[]): string =>
  entries.map(({ share, place }) => `- ${(share * 100).toFixed(1)} % ${place}`).join('\n');
