/** How many sends there were, and how each was answered. `refusals`: by error code. */
export interface SendCounts {
  sent: number;
  acked: number;
  readonly refusals: Record<string, number>;
}

export const noSends = (): SendCounts => ({ sent: 0, acked: 0, refusals: {} });

/** What a server may answer when it has too much to do: the message is not stored, and the sender knows. PIP3, PIP4 */
const honestRefusals: ReadonlySet<string> = new Set(['overloaded', 'unavailable', 'rate_limited']);

export function addRefusal({ refusals }: Pick<SendCounts, 'refusals'>, code: string, count = 1): void {
  refusals[code] = (refusals[code] ?? 0) + count;
}

export function countAnswered({ acked, refusals }: SendCounts): number {
  return Object.values(refusals).reduce((sum, count) => sum + count, acked);
}

/** Sends without an answer, or refused for a reason that load does not explain. */
export function countUnanswered(counts: SendCounts): number {
  const unexplained = Object.entries(counts.refusals).filter(([code]) => !honestRefusals.has(code));
  return unexplained.reduce((sum, [, count]) => sum + count, counts.sent - countAnswered(counts));
}
