/* S4: how many people the server takes in per second, from TCP connect to `ready`: token checked, groups joined. */
import { createPeople, gather } from '../accounts.ts';
import { noFindings } from '../audit.ts';
import { connectMany } from '../connect-many.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { createSessionToken } from '../session-token.ts';

const atOnce = 100;
const pauseMs = 500;
const maxWaves = 20;

export async function runConnect(job: Job<'connect'>): Promise<JobResult> {
  const { people, groupsEach } = job.sizes;
  const strangers = Array.from({ length: people }, (_, n) =>
    createSessionToken(`${job.prefix}-new-${n}`, job.jwtSecret),
  );
  const first = await connectWave(job, strangers);
  const members = await prepareMembers(job);
  const waves: Wave[] = [];
  const deadlineMs = performance.now() + job.measureMs;
  while (performance.now() < deadlineMs && waves.length < maxWaves)
    waves.push(await connectWave(job, members));
  return {
    rows: [
      rowOf('connect, accounts new', [first]),
      { ...rowOf(`connect, each in ${groupsEach} groups`, waves), floors: { connectionsPerS: 2_500 } },
    ],
    findings: noFindings(),
    auditedMessages: 0,
    auditedDeliveries: 0,
    refusals: {},
  };
}

/** Tokens of people who are in groups; the groups overlap, so that nobody shares all of them with anybody. */
async function prepareMembers(job: Job<'connect'>): Promise<string[]> {
  const { people: count, groupSize, groupsEach } = job.sizes;
  const people = await createPeople(job, `${job.prefix}-known`, count);
  const groups = Math.floor((count * groupsEach) / groupSize);
  for (let group = 0; group < groups; group++) {
    const first = Math.floor((group * groupSize) / groupsEach);
    await gather(Array.from({ length: groupSize }, (_, n) => people[(first + n) % count]).filter(isThere));
  }
  return people.map(({ token }) => token);
}

const isThere = <Item>(item: Item | undefined): item is Item => item !== undefined;

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
