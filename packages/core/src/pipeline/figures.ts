import type { AnswerBody } from '@parley/protocol';

const samples = 1024;

/** Counts what the pipeline does, for health and metrics; percentiles are over the last 1,024 commits. */
export function createPipelineFigures() {
  const commitMs = new Float64Array(samples);
  let commits = 0;
  let last: { size: number; commitMs: number; at: number } | undefined;
  const totals = { flushed: 0, retried: 0, failed: 0 };

  function percentile(sorted: Float64Array, share: number): number {
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  }

  return {
    totals,
    committed(size: number, durationMs: number, at: number): void {
      commitMs[commits % samples] = durationMs;
      commits += 1;
      totals.flushed += size;
      last = { size, commitMs: durationMs, at };
    },
    report(): Pick<
      AnswerBody<'pipeline_health'>,
      'last_batch' | 'commit_ms' | 'flushed_total' | 'retried_total' | 'failed_total'
    > {
      const sorted = commitMs.slice(0, Math.min(commits, samples)).sort();
      return {
        last_batch: last
          ? { size: last.size, commit_ms: last.commitMs, at: new Date(last.at).toISOString() }
          : null,
        commit_ms: commits > 0 ? { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) } : null,
        flushed_total: totals.flushed,
        retried_total: totals.retried,
        failed_total: totals.failed,
      };
    },
  };
}
