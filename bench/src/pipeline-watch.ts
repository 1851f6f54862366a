/* Looks at the server's pipeline all the time, as an operator's dashboard does. */
import { getJson, type Account } from './history.ts';

/** The parts of `/health/message-buffer` that are read here. */
interface PipelineHealth {
  readonly flushed_total: number;
  readonly breaker: { readonly state: 'closed' | 'open' | 'half_open'; readonly since: string } | null;
  readonly journal: { readonly records: number; readonly drained_total: number } | null;
}

export interface PipelineSample {
  readonly atMs: number;
  readonly isClosed: boolean;
  /** since when the breaker is in its state, on the wall clock in milliseconds */
  readonly sinceMs: number;
  /** messages in the journal, and those that have left it for the store */
  readonly held: number;
  readonly drained: number;
}

export interface PipelineWatch {
  latest(): PipelineSample | undefined;
  readonly samples: readonly PipelineSample[];
  stop(): Promise<void>;
}

/** `onSample`: called at every look. `everyMs`: from an answer to the next question. */
export function watchPipeline(
  account: Account,
  everyMs: number,
  onSample: (sample: PipelineSample) => void,
): PipelineWatch {
  const samples: PipelineSample[] = [];
  let isStopped = false;
  const watch = async (): Promise<void> => {
    while (!isStopped) {
      const { breaker, journal } = await getJson<PipelineHealth>(account, '/health/message-buffer');
      const sample = {
        atMs: performance.now(),
        isClosed: breaker === null || breaker.state === 'closed',
        sinceMs: breaker === null ? 0 : Date.parse(breaker.since),
        held: journal?.records ?? 0,
        drained: journal?.drained_total ?? 0,
      };
      samples.push(sample);
      onSample(sample);
      await Bun.sleep(everyMs);
    }
  };
  const watching = watch();
  return {
    latest: () => samples.at(-1),
    samples,
    stop() {
      isStopped = true;
      return watching;
    },
  };
}
