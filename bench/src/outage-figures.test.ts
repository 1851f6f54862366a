import { expect, test } from 'bun:test';
import { outageFigures } from './outage-figures.ts';
import type { Phase, PhaseLog } from './outage-log.ts';
import type { PipelineSample } from './pipeline-watch.ts';

const usage = {
  ...{ seconds: 10, serverCpuSeconds: 1, mainThreadCpuSeconds: 1 },
  ...{ serverCpuShare: 0.1, generatorCpuShare: 0.1, serverRssMb: 100 },
};

const look = (sample: Partial<PipelineSample>): PipelineSample => ({
  ...{ atMs: 0, isClosed: true, sinceMs: 0, held: 0, drained: 0 },
  ...sample,
});

const phase = (log: Partial<PhaseLog>): PhaseLog => ({
  ...{ startMs: 0, wallMs: 0, endMs: 1_000, acked: 0, queued: 0 },
  ...{ ackMs: [], quietPeerMs: [], samples: [] },
  ...log,
});

test('BRK1: the breaker counts from the fault to its opening, and from the return of the store to its closing', () => {
  const phases = new Map<Phase, PhaseLog>([
    ['away', phase({ wallMs: 50_000, samples: [look({}), look({ isClosed: false, sinceMs: 50_700 })] })],
    ['back', phase({ wallMs: 90_000, samples: [look({ isClosed: false, sinceMs: 50_700 })] })],
    ['drain', phase({ samples: [look({ sinceMs: 93_000 })] })],
  ]);
  expect(outageFigures(phases, usage)).toMatchObject({ breakerOpenAfterMs: 700, closedAfterMs: 3_000 });
});

test('JRN1: the journal is judged by its burst, the drain until nothing is held, against what arrives', () => {
  const phases = new Map<Phase, PhaseLog>([
    ['before', phase({ quietPeerMs: [2] })],
    ['burst', phase({ startMs: 1_000, endMs: 3_000, acked: 50_000, queued: 40_000 })],
    [
      'drain',
      phase({
        ...{ acked: 4_000, endMs: 2_000, quietPeerMs: [3] },
        samples: [
          look({ atMs: 0, held: 30_000, drained: 10_000 }),
          look({ atMs: 1_000, held: 0, drained: 40_000 }),
          look({ atMs: 2_000, held: 0, drained: 40_000 }),
        ],
      }),
    ],
  ]);
  expect(outageFigures(phases, usage)).toMatchObject({
    ...{ journalPerS: 20_000, heldMessages: 30_000 },
    ...{ drainPerS: 30_000, arrivalPerS: 2_000, drainOfArrival: 15, liveP99OfBefore: 1.5 },
  });
});

test('what was not reached is no figure', () => {
  const { breakerOpenAfterMs, journalPerS, drainOfArrival, liveP99OfBefore } = outageFigures(
    new Map(),
    usage,
  );
  expect([breakerOpenAfterMs, journalPerS, drainOfArrival, liveP99OfBefore]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
