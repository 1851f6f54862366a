/* S4: how many people the server takes in per second, from TCP connect to `ready`, token checked. */
import { noFindings } from '../audit.ts';
import { connectMany } from '../connect-many.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { createSessionToken } from '../session-token.ts';

const atOnce = 100;
const pauseMs = 500;
const maxWaves = 20;

export async function runConnect(job: Job): Promise<JobResult> {
  const tokens = Array.from({ length: job.connections }, (_, n) =>
    createSessionToken(`${job.prefix}-${n}`, job.jwtSecret),
  );
  const first = await connectWave(job, tokens);
  const waves: Wave[] = [];
  const deadlineMs = performance.now() + job.measureMs;
  while (performance.now() < deadlineMs && waves.length < maxWaves)
    waves.push(await connectWave(job, tokens));
  return {
    rows: [rowOf('connect, accounts new', [first]), rowOf('connect, accounts known', waves)],
    findings: noFindings(),
    auditedMessages: 0,
    auditedDeliveries: 0,
    refusals: {},
  };
}

interface Wave {
  readonly connections: number;
  readonly seconds: number;
  readonly cpuUs: number | null;
  readonly rssMb: number | null;
}

async function connectWave({ port, serverPid }: Job, tokens: readonly string[]): Promise<Wave> {
  const endWindow = startLoadWindow(serverPid);
  const connections = await connectMany(
    tokens.map((token) => ({ port, token })),
    atOnce,
  );
  const usage = endWindow();
  for (const connection of connections) connection.close();
  await Bun.sleep(pauseMs); // the server's work of closing is not part of the next wave
  return {
    connections: connections.length,
    seconds: usage.seconds,
    cpuUs: cpuUsPer(usage.serverCpuSeconds, 1),
    rssMb: usage.serverRssMb,
  };
}

function rowOf(name: string, waves: readonly Wave[]): Row {
  const sum = (of: (wave: Wave) => number): number => waves.reduce((total, wave) => total + of(wave), 0);
  const connections = sum((wave) => wave.connections);
  const isMeasured = waves.every((wave) => wave.cpuUs !== null);
  return {
    name,
    figures: {
      connectionsPerS: connections / sum((wave) => wave.seconds),
      serverCpuUsPerConnection: isMeasured ? sum((wave) => wave.cpuUs ?? 0) / connections : null,
      serverRssMb: waves.at(-1)?.rssMb ?? null,
    },
  };
}
