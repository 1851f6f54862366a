/* S9: what direct messages notice of a crowd that uploads. */
import type { Person } from '../accounts.ts';
import { openDirectPairs } from '../direct-pairs.ts';
import type { Figures, Job, Row } from '../job.ts';
import { twoChunksKb, watchMemoryGrowth, type TransferCounts } from '../media-load.ts';
import { addRefusal } from '../send-counts.ts';
import type { Audit } from '../sum-audits.ts';
import { startUploadCrowd } from '../upload-crowd.ts';
import { formatBytes } from '../upload-files.ts';
import { runOpenLoop } from './direct.ts';

export interface Crowd {
  readonly job: Job<'media'>;
  readonly people: readonly Person[];
  readonly counts: TransferCounts;
}

/**
 * Direct messages in open loop, without uploads and while everybody of the crowd uploads at a steady pace. Without them
 * before and after: what is compared with is the better of the two.
 */
export async function writeMeanwhile(crowd: Crowd): Promise<{ readonly rows: Row[]; readonly audit: Audit }> {
  const { job, people } = crowd;
  const { users, perS, crowdBytesPerS } = job.sizes;
  const pairs = await openDirectPairs(job, { prefix: job.prefix, users, bytes: 200 });
  // The crowd may have to share the core.
  const write = async (): Promise<Figures> =>
    (await runOpenLoop(job, pairs, { perS, isResting: true })).figures;
  await write(); // the compilers' turn
  const before = await write();
  const crowded: CrowdedFigures[] = [];
  for (const bytesPerS of crowdBytesPerS) crowded.push(await whileUploading(crowd, bytesPerS, write));
  const after = await write();
  const name = `direct, ${perS} messages/s`;
  const quietP99 = Math.min(before['peerP99Ms'] ?? Infinity, after['peerP99Ms'] ?? Infinity);
  const rows: Row[] = [
    { name: `${name}, no uploads`, figures: messageFigures(before, {}) },
    ...crowded.map(({ bytesPerS, figures, mbPerS, kbPerTransfer }) => {
      const busyP99 = figures['peerP99Ms'] ?? null;
      const ofQuiet = busyP99 === null ? null : busyP99 / quietP99;
      return {
        name: `${name}, ${people.length} uploads of ${formatBytes(bytesPerS)}/s each`,
        figures: messageFigures(figures, { ofQuiet, mbPerS, kbPerTransfer }),
        goals: { ofQuiet: 2, kbPerTransfer: twoChunksKb },
      };
    }),
    { name: `${name}, no uploads any more`, figures: messageFigures(after, {}) },
  ];
  return { rows, audit: await pairs.finish() };
}

interface CrowdedFigures {
  /** of each of the crowd */
  readonly bytesPerS: number;
  readonly figures: Figures;
  readonly mbPerS: number;
  readonly kbPerTransfer: number | null;
}

/** Measures while the whole crowd uploads; a first time for the compilers, as everywhere. */
async function whileUploading(
  { job, people, counts }: Crowd,
  bytesPerS: number,
  measure: () => Promise<Figures>,
): Promise<CrowdedFigures> {
  const endWatch = watchMemoryGrowth(job.serverPid);
  const uploads = await startUploadCrowd({ people, fileBytes: job.sizes.crowdFileBytes, bytesPerS });
  await measure();
  const figures = await measure();
  const { mbPerS, refusals } = await uploads.end();
  for (const [code, count] of Object.entries(refusals)) addRefusal(counts, code, count);
  const grownKb = endWatch();
  const kbPerTransfer = grownKb === null ? null : grownKb / people.length;
  return { bytesPerS, figures, mbPerS, kbPerTransfer };
}

/** Without those that the uploads have a part in. */
function messageFigures(figures: Figures, more: Figures): Figures {
  const kept = ['messagesPerS', 'ackP50Ms', 'ackP99Ms', 'peerP50Ms', 'peerP99Ms', 'serverCpuShare'];
  const common = [...kept, 'generatorCpuShare', 'serverRssMb'];
  const uploads = { ofQuiet: null, mbPerS: null, kbPerTransfer: null, ...more };
  return { ...uploads, ...Object.fromEntries(common.map((name) => [name, figures[name] ?? null])) };
}
