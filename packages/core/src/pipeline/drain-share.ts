/** What a quick store gets of each batch: as much as one commit takes along without being felt. */
const least = 32;
const most = 512;
/** A store whose commits take longer than this is far away, and waiting for it costs nobody else anything. */
const quickMs = 4;
/** The newest commit's weight. */
const weight = 0.1;

/**
 * How many entries from the journal one batch may hold: few for a quick store, since people who talk now share its
 * commits, and more the longer a commit takes anyway.
 */
export function createDrainShare() {
  let usualMs = quickMs;

  return {
    committed(durationMs: number): void {
      usualMs += weight * (durationMs - usualMs);
    },
    size: (): number => Math.round(Math.min(most, Math.max(least, (least * usualMs) / quickMs))),
  };
}
