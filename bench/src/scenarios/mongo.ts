/*
 * Direct messages with MongoDB behind the server, beside what the same database takes from one client that does nothing
 * but insert the same documents: raw before and after, since machines change over time.
 */
import { openDirectPairs } from '../direct-pairs.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { measureRawInserts } from '../raw-inserts.ts';
import { sumAudits } from '../sum-audits.ts';
import { runClosedLoop } from './direct.ts';

export async function runMongo(job: Job<'mongo'>): Promise<JobResult> {
  const { url, users, bytes, outstanding } = job.sizes;
  const raw = { url, bytes, warmUpMs: job.warmUpMs, measureMs: job.measureMs };
  const before = await measureRawInserts(raw);
  const pairs = await openDirectPairs(job, { prefix: job.prefix, users, bytes });
  const { name, figures } = await runClosedLoop(job, pairs, { senders: pairs.size, outstanding });
  const audit = await pairs.finish();
  const after = await measureRawInserts(raw);
  const rawPerS = (before + after) / 2;
  const ofRaw = (figures['messagesPerS'] ?? 0) / rawPerS;
  const rows: Row[] = [
    { name: 'raw insertMany, 250 documents, 4 in flight', figures: { messagesPerS: rawPerS } },
    { name, figures: { ...figures, ofRaw }, floors: { ofRaw: 0.8 } },
  ];
  return { rows, ...sumAudits([audit]) };
}
