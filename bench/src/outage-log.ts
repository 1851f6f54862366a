/* What an outage looked like from outside: by phase for the figures, at every look for the plot. */
import type { DirectPairs } from './direct-pairs.ts';
import type { Timeline } from './job.ts';
import type { PipelineSample } from './pipeline-watch.ts';
import { quantile } from './quantiles.ts';

/** Store there; gone; gone, as much as goes; gone, at an even pace; there again; breaker closed; nothing held any more. */
export type Phase = 'before' | 'away' | 'burst' | 'open' | 'back' | 'drain' | 'after';

export interface PhaseLog {
  readonly startMs: number;
  /** `startMs` on the wall clock */
  readonly wallMs: number;
  endMs: number;
  /** messages answered; `queued`: of these, only held */
  acked: number;
  queued: number;
  /** of busy people's acks, and until the partners of quiet people saw theirs */
  readonly ackMs: number[];
  readonly quietPeerMs: number[];
  readonly samples: PipelineSample[];
}

export type PhaseLogs = ReadonlyMap<Phase, PhaseLog>;

export interface OutageLog {
  begin(phase: Phase): void;
  /** To be called at every look at the pipeline. */
  readonly sample: (sample: PipelineSample) => void;
  readonly phases: PhaseLogs;
  timeline(): Timeline;
}

interface Moved {
  readonly acked: number;
  readonly ackMs: readonly number[];
}

export function createOutageLog(busy: DirectPairs, quiet: DirectPairs): OutageLog {
  const phases = new Map<Phase, PhaseLog>();
  const plot = createOutagePlot();
  let current = emptyPhase(); // until the first phase begins: warm-up
  let acked = 0;
  let queued = 0;

  /** Counts what came since the last time for the current phase. */
  const move = (): Moved => {
    const [ofBusy, ofQuiet] = [busy.takeSamples(), quiet.takeSamples()];
    const moved = {
      acked: busy.counts.acked + quiet.counts.acked - acked,
      ackMs: [...ofBusy.ackMs, ...ofQuiet.ackMs],
    };
    current.acked += moved.acked;
    current.queued += busy.counts.queued + quiet.counts.queued - queued;
    for (const ms of ofBusy.ackMs) current.ackMs.push(ms);
    for (const ms of ofQuiet.deliveryMs) current.quietPeerMs.push(ms);
    current.endMs = performance.now();
    acked = busy.counts.acked + quiet.counts.acked;
    queued = busy.counts.queued + quiet.counts.queued;
    return moved;
  };

  return {
    phases,
    begin(phase) {
      plot.count(move());
      current = emptyPhase();
      phases.set(phase, current);
      plot.moment(phase);
    },
    sample(sample) {
      plot.count(move());
      current.samples.push(sample);
      plot.point(sample);
    },
    timeline: plot.timeline,
  };
}

function emptyPhase(): PhaseLog {
  const startMs = performance.now();
  return {
    ...{ startMs, wallMs: Date.now(), endMs: startMs, acked: 0, queued: 0 },
    ...{ ackMs: [], quietPeerMs: [], samples: [] },
  };
}

/** Phases that a reader of the plot wants to see, and what they are called there. */
const momentNames: Partial<Record<Phase, string>> = {
  away: 'store gone',
  burst: 'as much as goes',
  back: 'store back',
  drain: 'breaker closed',
  after: 'all stored',
};

function createOutagePlot() {
  const startMs = performance.now();
  const nowS = (): number => (performance.now() - startMs) / 1_000;
  const answered: [number, number][] = [];
  const held: [number, number][] = [];
  const ackP99: [number, number][] = [];
  const moments: { name: string; atS: number }[] = [];
  let since: { acked: number; ackMs: number[]; atS: number } = { acked: 0, ackMs: [], atS: 0 };
  return {
    count({ acked, ackMs }: Moved): void {
      since.acked += acked;
      for (const ms of ackMs) since.ackMs.push(ms);
    },
    point(sample: PipelineSample): void {
      const atS = nowS();
      answered.push([atS, since.acked / (atS - since.atS)]);
      held.push([atS, sample.held]);
      const p99 = quantile(since.ackMs, 0.99);
      if (p99 !== null) ackP99.push([atS, p99]);
      since = { acked: 0, ackMs: [], atS };
    },
    moment(phase: Phase): void {
      const name = momentNames[phase];
      if (name !== undefined) moments.push({ name, atS: nowS() });
    },
    timeline: (): Timeline => ({
      series: [
        { name: 'messages answered per second', points: answered },
        { name: 'messages held in the journal', points: held },
        { name: 'ack p99, ms', points: ackP99 },
      ],
      moments,
    }),
  };
}
