import type { Clock } from '@parley/client';

/** A conversation that was silent for so long begins anew. */
const burstMs = 3_000;
/** No two sounds follow each other faster, whatever happens. */
const apartMs = 3_000;

/** Lets one sound through for each burst of messages of a conversation, and none soon after another. */
export function createQuietGate(clock: Clock): (conversation: string) => boolean {
  const lastMs = new Map<string, number>();
  let soundedMs = -Infinity;
  return (conversation) => {
    const nowMs = clock.monotonicMs();
    const isBurst = nowMs - (lastMs.get(conversation) ?? -Infinity) < burstMs;
    for (const [id, ms] of lastMs) if (nowMs - ms >= burstMs) lastMs.delete(id);
    lastMs.set(conversation, nowMs);
    if (isBurst || nowMs - soundedMs < apartMs) return false;
    soundedMs = nowMs;
    return true;
  };
}
