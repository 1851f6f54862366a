/*
 * S11: the store is away for a while and comes back, under an open loop. Busy pairs write all the time, so their
 * messages are held; quiet pairs write before and after only: what they see while the held messages drain is what
 * the outage costs others.
 */
import { createAdministrator, switchStore } from '../chaos.ts';
import { openDirectPairs, type DirectPairs } from '../direct-pairs.ts';
import type { Account } from '../history.ts';
import type { Job, JobResult, Row, Timeline } from '../job.ts';
import { startLoadWindow } from '../load-window.ts';
import { outageFigures } from '../outage-figures.ts';
import { createOutageLog, type OutageLog } from '../outage-log.ts';
import { watchPipeline, type PipelineWatch } from '../pipeline-watch.ts';
import type { Outage } from '../sizes.ts';
import { sumAudits } from '../sum-audits.ts';
import { waitUntil } from '../wait-until.ts';
import { sendOpenLoop } from './open-loop.ts';

const everyMs = 100;
const burstMs = 3_000;
const unansweredInBurst = 10;
const breakerDeadlineMs = 10_000;
/** from the store's return until nothing is held any more; the breaker alone may wait half a minute */
const drainDeadlineMs = 120_000;
const settleMs = 60_000;

interface Stage {
  readonly job: Job<'outage'>;
  readonly busy: DirectPairs;
  readonly quiet: DirectPairs;
  readonly administrator: Account;
}

/** One outage, from before to after. */
interface Episode extends Stage {
  readonly outage: Outage;
  readonly log: OutageLog;
  readonly watch: PipelineWatch;
}

export async function runOutage(job: Job<'outage'>): Promise<JobResult> {
  const { busyUsers, quietUsers, bytes, outages } = job.sizes;
  const administrator = await createAdministrator(job.port);
  const busy = await openDirectPairs(job, { prefix: `${job.prefix}-busy`, users: busyUsers, bytes });
  const quiet = await openDirectPairs(job, { prefix: `${job.prefix}-quiet`, users: quietUsers, bytes });
  const rows: Row[] = [];
  let timeline: Timeline | undefined; // of the last outage, which is the long one
  for (const outage of outages) {
    const measured = await runEpisode({ job, busy, quiet, administrator }, outage);
    rows.push(measured.row);
    timeline = measured.timeline;
  }
  const audits = [await busy.finish(), await quiet.finish()];
  return { rows, ...sumAudits(audits), ...(timeline === undefined ? {} : { timeline }) };
}

const goalsOfShort = { goals: { breakerOpenAfterMs: 2_000 } };
/** Only what has held a lot drains for long enough to be judged. */
const goalsOfLong = {
  goals: { breakerOpenAfterMs: 2_000, liveP99OfBefore: 2 },
  floors: { journalPerS: 20_000, drainOfArrival: 3 },
};

async function runEpisode(stage: Stage, outage: Outage): Promise<{ row: Row; timeline: Timeline }> {
  const { job, busy, quiet, administrator } = stage;
  const log = createOutageLog(busy, quiet);
  const watch = watchPipeline(administrator, everyMs, log.sample);
  const episode = { ...stage, outage, log, watch };
  const endWindow = startLoadWindow(job.serverPid);
  await writeBefore(episode);
  await writeWithoutStore(episode);
  await writeWhileDraining(episode);
  const usage = endWindow();
  await Promise.all([busy.settle(settleMs), quiet.settle(settleMs)]);
  await watch.stop();
  const row = {
    name: `store ${outage.fault} for ${outage.durationMs / 1_000} s`,
    figures: outageFigures(log.phases, usage),
    ...(outage.hasBurst ? goalsOfLong : goalsOfShort),
  };
  return { row, timeline: log.timeline() };
}

/** Writes at an even pace, everybody in turn. */
function writeAtPace(
  pairs: DirectPairs,
  { perS, durationMs, isOver }: { perS: number; durationMs: number; isOver?: () => boolean },
): Promise<void> {
  let person = 0;
  const send = (intendedMs: number): void => pairs.send(person++ % pairs.size, intendedMs);
  return sendOpenLoop({ perS, durationMs, send, ...(isOver === undefined ? {} : { isOver }) });
}

async function writeBefore({ job, busy, quiet, log }: Episode): Promise<void> {
  const { busyPerS, quietPerS, beforeMs } = job.sizes;
  const writeFor = (durationMs: number) =>
    Promise.all([
      writeAtPace(busy, { perS: busyPerS, durationMs }),
      writeAtPace(quiet, { perS: quietPerS, durationMs }),
    ]);
  await writeFor(job.warmUpMs);
  log.begin('before');
  await writeFor(beforeMs);
  await quiet.settle();
}

async function writeWithoutStore(episode: Episode): Promise<void> {
  const { job, busy, log, watch, administrator, outage } = episode;
  const { busyPerS } = job.sizes;
  const isOpen = (): boolean => watch.latest()?.isClosed === false;
  await switchStore(administrator, outage.fault);
  log.begin('away');
  const endMs = performance.now() + outage.durationMs;
  await writeAtPace(busy, { perS: busyPerS, durationMs: breakerDeadlineMs, isOver: isOpen });
  if (outage.hasBurst) {
    log.begin('burst');
    await burst(busy, Math.min(burstMs, outage.durationMs / 4));
  }
  log.begin('open');
  await writeAtPace(busy, { perS: busyPerS, durationMs: Math.max(0, endMs - performance.now()) });
}

/** Everybody keeps several sends unanswered: how much the journal takes. */
async function burst(pairs: DirectPairs, durationMs: number): Promise<void> {
  let isOver = false;
  pairs.onAnswer = (person) => {
    if (!isOver) pairs.send(person, performance.now());
  };
  for (let n = 0; n < pairs.size * unansweredInBurst; n++) pairs.send(n % pairs.size, performance.now());
  await Bun.sleep(durationMs);
  isOver = true;
  pairs.onAnswer = () => undefined;
}

async function writeWhileDraining(episode: Episode): Promise<void> {
  const { job, busy, quiet, log, watch, administrator } = episode;
  const { busyPerS, quietPerS } = job.sizes;
  await switchStore(administrator, 'well');
  log.begin('back');
  const isDrained = (): boolean => {
    const latest = watch.latest();
    return latest !== undefined && latest.isClosed && latest.held === 0;
  };
  const writeQuietly = async (): Promise<void> => {
    await waitUntil(() => watch.latest()?.isClosed === true, drainDeadlineMs);
    log.begin('drain');
    await writeAtPace(quiet, { perS: quietPerS, durationMs: drainDeadlineMs, isOver: isDrained });
  };
  await Promise.all([
    writeAtPace(busy, { perS: busyPerS, durationMs: drainDeadlineMs, isOver: isDrained }),
    writeQuietly(),
  ]);
  log.begin('after');
}
