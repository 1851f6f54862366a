import { ArchiveError, type Clock, type Storage } from '@parley/core';

/** Who works on a MongoDB says so every two seconds. */
const silentMs = 10_000;

/** @throws ArchiveError, with that sentence, where more than so many work on a store */
export async function refuseMoreThan(
  most: number,
  { cluster }: Storage,
  { clock, sentence }: { readonly clock: Clock; readonly sentence: string },
): Promise<void> {
  const nodes = (await cluster?.listNodes()) ?? [];
  const awake = nodes.filter(({ nowMs }) => Math.abs(clock.nowMs() - nowMs) < silentMs);
  if (awake.length > most) throw new ArchiveError(sentence);
}
