/*
 * S6: everybody types, then everybody changes their status, as fast as they are answered, in groups where all watch
 * all. Meanwhile some pairs write to each other: their messages are audited, and must not wait.
 */
import { createPeople, gather, type Group, type Person } from '../accounts.ts';
import { connectMany } from '../connect-many.ts';
import type { Connection, ConnectionOptions } from '../connection.ts';
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import type { Figures, Job, JobResult, Row } from '../job.ts';
import { cpuUsPer, startLoadWindow } from '../load-window.ts';
import { latencyFigures } from '../quantiles.ts';
import { waitUntil } from '../wait-until.ts';
import { sendOpenLoop } from './open-loop.ts';

const writers = 20;
const messageBytes = 200;
const answerDeadlineMs = 15_000;

export async function runPresence(job: Job<'presence'>): Promise<JobResult> {
  const crowd = await openCrowd(job);
  const pairs = await openDirectPairs(job, {
    prefix: `${job.prefix}-pair`,
    users: writers,
    bytes: messageBytes,
  });
  await crowd.watchEachOther();
  const rows = [
    await runStorm({ job, crowd, pairs, kind: 'typing' }),
    await runStorm({ job, crowd, pairs, kind: 'presence' }),
  ];
  crowd.close();
  return { rows, ...(await pairs.finish()) };
}

type Kind = 'typing' | 'presence';

interface Crowd {
  readonly size: number;
  /** everybody else in one's group */
  readonly listeners: number;
  watchEachOther(): Promise<void>;
  /** Sends the next event of this kind for each person, and again on every answer until stopped. */
  start(kind: Kind): void;
  stop(): Promise<void>;
  /** since the beginning; `heard`: events that reached a listener */
  readonly counts: { sent: number; answered: number; heard: number };
  close(): void;
}

async function openCrowd(job: Job<'presence'>): Promise<Crowd> {
  const { people: size, groupSize } = job.sizes;
  const people = await createPeople(job, `${job.prefix}-crowd`, size);
  const groups: Group[] = [];
  const groupOf = (n: number): Person[] => {
    const first = Math.floor(n / groupSize) * groupSize;
    return people.slice(first, first + groupSize);
  };
  for (let n = 0; n < size; n += groupSize) groups.push(await gather(groupOf(n)));
  const counts = { sent: 0, answered: 0, heard: 0 };
  const turns = people.map(() => 0);
  const connections: Connection[] = [];
  let kind: Kind | null = null;

  const emitNext = (person: number): void => {
    if (kind === null) return;
    const isOdd = (turns[person] = (turns[person] ?? 0) + 1) % 2 === 1;
    const group = groups[Math.floor(person / groupSize)]?.id ?? '';
    const payload =
      kind === 'typing'
        ? `{"type":"group","to":"${group}","is_typing":${isOdd}}`
        : `{"status":"${isOdd ? 'away' : 'online'}"}`;
    connections[person]?.emit(kind === 'typing' ? 'typing' : 'set_presence', counts.sent++, payload);
  };
  const optionsOf = (person: Person, index: number): ConnectionOptions => ({
    ...person,
    onAck() {
      counts.answered++;
      emitNext(index);
    },
    onOther(packet) {
      if (packet.startsWith('42["typing"') || packet.startsWith('42["presence"')) counts.heard++;
    },
  });
  connections.push(...(await connectMany(people.map(optionsOf), 50)));
  const isAnswered = (): boolean => counts.answered === counts.sent;

  return {
    size,
    listeners: groupSize - 1,
    counts,
    async watchEachOther() {
      for (const [index, { id: own }] of people.entries()) {
        const user_ids = groupOf(index).flatMap(({ id }) => (id === own ? [] : [id]));
        connections[index]?.emit('watch_presence', counts.sent++, JSON.stringify({ user_ids }));
      }
      if (!(await waitUntil(isAnswered, answerDeadlineMs))) throw new Error('watch_presence is not answered');
    },
    start(next) {
      kind = next;
      for (let person = 0; person < size; person++) emitNext(person);
    },
    async stop() {
      kind = null;
      await waitUntil(isAnswered, answerDeadlineMs);
    },
    close: () => connections.forEach((connection) => connection.close()),
  };
}

interface Storm {
  readonly job: Job<'presence'>;
  readonly crowd: Crowd;
  readonly pairs: DirectPairs;
  readonly kind: Kind;
}

async function runStorm({ job, crowd, pairs, kind }: Storm): Promise<Row> {
  let person = 0;
  const send = (intendedMs: number): void => {
    pairs.send(person, intendedMs);
    person = (person + 1) % pairs.size;
  };
  const writeFor = (durationMs: number): Promise<void> =>
    sendOpenLoop({ perS: job.sizes.messagesPerS, durationMs, send });
  crowd.start(kind);
  await writeFor(job.warmUpMs);
  pairs.takeSamples();
  const before = { ...crowd.counts };
  const endWindow = startLoadWindow(job.serverPid);
  await writeFor(job.measureMs);
  const usage = endWindow();
  const events = crowd.counts.answered - before.answered;
  const deliveries = crowd.counts.heard - before.heard;
  const { ackMs, deliveryMs } = pairs.takeSamples();
  const figures: Figures = {
    eventsPerS: events / usage.seconds,
    deliveriesPerS: deliveries / usage.seconds,
    heardShare: deliveries / (events * crowd.listeners),
    serverCpuUsPerDelivery: cpuUsPer(usage.serverCpuSeconds, deliveries),
    ...latencyFigures('ack', ackMs),
    ...latencyFigures('peer', deliveryMs),
    serverCpuShare: usage.serverCpuShare,
    generatorCpuShare: usage.generatorCpuShare,
    serverRssMb: usage.serverRssMb,
  };
  await crowd.stop();
  await pairs.settle();
  return { name: `${kind} storm, ${crowd.size} people in groups of ${crowd.listeners + 1}`, figures };
}
