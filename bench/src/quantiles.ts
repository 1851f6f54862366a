/** The value below which `share` (0 to 1) of the samples lie; `null` without samples. */
export function quantile(samples: readonly number[], share: number): number | null {
  if (samples.length === 0) return null;
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
}

/** p50 and p99 under the names that the report knows. */
export function latencyFigures(name: string, samplesMs: readonly number[]): Record<string, number | null> {
  return { [`${name}P50Ms`]: quantile(samplesMs, 0.5), [`${name}P99Ms`]: quantile(samplesMs, 0.99) };
}

/** Median of the runs and their spread, lowest to highest. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** `null` when no run has a value. */
export function spreadOf(runs: readonly (number | null | undefined)[]): Spread | null {
  const values = runs.filter((value) => value !== null && value !== undefined);
  if (values.length === 0) return null;
  return { median: medianOf(values), min: Math.min(...values), max: Math.max(...values) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
