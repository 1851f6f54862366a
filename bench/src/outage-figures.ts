import type { Figures } from './job.ts';
import { cpuUsPer, type WindowUsage } from './load-window.ts';
import type { Phase, PhaseLog, PhaseLogs } from './outage-log.ts';
import type { PipelineSample } from './pipeline-watch.ts';
import { latencyFigures, quantile } from './quantiles.ts';

const perS = (count: number, durationMs: number): number | null =>
  durationMs > 0 ? (count * 1_000) / durationMs : null;

const ratio = (one: number | null, other: number | null): number | null =>
  one === null || other === null || other === 0 ? null : one / other;

/** What an outage is judged by; `null` where a phase was not reached. */
export function outageFigures(phases: PhaseLogs, usage: WindowUsage): Figures {
  const burst = phases.get('burst');
  const drain = phases.get('drain');
  const open = phases.get('open');
  const all = [...phases.values()];
  const drainPerS = drainRate(drain?.samples ?? []);
  const arrivalPerS = drain === undefined ? null : perS(drain.acked, drain.endMs - drain.startMs);
  const liveP99BeforeMs = quantile(phases.get('before')?.quietPeerMs ?? [], 0.99);
  const liveP99DrainMs = quantile(drain?.quietPeerMs ?? [], 0.99);
  const acked = all.reduce((sum, phase) => sum + phase.acked, 0);
  return {
    breakerOpenAfterMs: breakerOpenAfter(phases),
    untilOpenAckP99Ms: quantile(phases.get('away')?.ackMs ?? [], 0.99),
    heldMessages: Math.max(0, ...all.flatMap(({ samples }) => samples.map(({ held }) => held))),
    journalPerS: burst === undefined ? null : perS(burst.queued, burst.endMs - burst.startMs),
    ...latencyFigures('queuedAck', open?.ackMs ?? []),
    closedAfterMs: closedAfter(phases),
    drainPerS,
    arrivalPerS,
    drainOfArrival: ratio(drainPerS, arrivalPerS),
    liveP99BeforeMs,
    liveP99DrainMs,
    liveP99OfBefore: ratio(liveP99DrainMs, liveP99BeforeMs),
    serverCpuUsPerMessage: cpuUsPer(usage.serverCpuSeconds, acked),
    serverCpuShare: usage.serverCpuShare,
    generatorCpuShare: usage.generatorCpuShare,
    serverRssMb: usage.serverRssMb,
  };
}

/** The server says since when; both clocks are the machine's. */
function breakerOpenAfter(phases: PhaseLogs): number | null {
  const away = phases.get('away');
  const open = samplesOf(phases, ['away', 'burst', 'open']).find(({ isClosed }) => !isClosed);
  return away === undefined || open === undefined ? null : open.sinceMs - away.wallMs;
}

function closedAfter(phases: PhaseLogs): number | null {
  const back = phases.get('back');
  const closed = samplesOf(phases, ['back', 'drain', 'after']).find(({ isClosed }) => isClosed);
  return back === undefined || closed === undefined ? null : closed.sinceMs - back.wallMs;
}

const samplesOf = (phases: PhaseLogs, names: readonly Phase[]): PipelineSample[] =>
  names.flatMap((name): PhaseLog['samples'] => phases.get(name)?.samples ?? []);

/** From the first look at the closed breaker to the first with nothing held. */
function drainRate(samples: readonly PipelineSample[]): number | null {
  const [first] = samples;
  const last = samples.find(({ held }) => held === 0) ?? samples.at(-1);
  return first === undefined || last === undefined
    ? null
    : perS(last.drained - first.drained, last.atMs - first.atMs);
}
