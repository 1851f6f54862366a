import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && Bun.which('taskset') !== null;

/**
 * Cores: the server alone on one, the load generator on another, so that neither takes the other's time; what is sent
 * beside the measured load on a third, where there is one.
 */
export const cores = canPin ? { server: 0, generator: 1, crowd: availableParallelism() > 2 ? 2 : 1 } : null;

/** The command bound to its core; unchanged where that is not possible. The crowd gives way to who measures. */
export function pinnedCommand(core: keyof NonNullable<typeof cores>, command: readonly string[]): string[] {
  if (cores === null) return [...command];
  const pinned = ['taskset', '-c', String(cores[core]), ...command];
  return core === 'crowd' ? ['nice', '-n', '19', ...pinned] : pinned;
}
