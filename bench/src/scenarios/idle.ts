/* S5: what a connection costs that is signed in and silent. */
import { noFindings } from '../audit.ts';
import { connectMany } from '../connect-many.ts';
import type { Job, JobResult } from '../job.ts';
import { startLoadWindow } from '../load-window.ts';
import { readRssKb } from '../process-usage.ts';
import { createSessionToken } from '../session-token.ts';

const atOnce = 50;
/** opened before the first reading, so that compiled code and first buffers do not count as connections */
const warmUpConnections = 200;

export async function runIdle(job: Job<'idle'>): Promise<JobResult> {
  let lost = 0;
  const open = (from: number, count: number) =>
    connectMany(
      Array.from({ length: count }, (_, n) => ({
        port: job.port,
        token: createSessionToken(`${job.prefix}-${from + n}`, job.jwtSecret),
        onLost: () => {
          lost++;
        },
      })),
      atOnce,
    );

  const early = await open(0, warmUpConnections);
  await Bun.sleep(job.warmUpMs);
  const beforeKb = readRssKb(job.serverPid);
  const connections = await open(warmUpConnections, job.sizes.connections);
  const endWindow = startLoadWindow(job.serverPid);
  await Bun.sleep(job.sizes.settleMs);
  const usage = endWindow();
  const afterKb = readRssKb(job.serverPid);
  for (const connection of [...early, ...connections]) connection.close();
  return {
    rows: [
      {
        name: `idle, ${job.sizes.connections} connections`,
        figures: {
          kbPerConnection:
            beforeKb === null || afterKb === null ? null : (afterKb - beforeKb) / connections.length,
          serverCpuShare: usage.serverCpuShare,
          serverRssMb: usage.serverRssMb,
        },
        goals: { kbPerConnection: 12 },
      },
    ],
    findings: { ...noFindings(), lost },
    auditedMessages: 0,
    auditedDeliveries: 0,
    refusals: {},
  };
}
