import type { AnswerBody } from '@parley/protocol';
import type { BreakerFigures } from './breaker.ts';

/** The breaker's figures as `/health/message-buffer` shows them. */
export function breakerHealth(figures: BreakerFigures): AnswerBody<'pipeline_health'>['breaker'] {
  const { state, openedTotal, since, retryAt } = figures;
  return { state, opened_total: openedTotal, since: timeOf(since), retry_at: timeOf(retryAt) };
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
