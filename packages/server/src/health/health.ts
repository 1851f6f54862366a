import type { Chat, Clock, Storage } from '@parley/core';
import type { AnswerBody } from '@parley/protocol';
import type { MediaHealth } from './media-health.ts';

type StoreHealth = AnswerBody<'store_health'>;

/** What the health routes answer. Names no user, host or credential. */
export interface Health {
  readiness(): Promise<'ready' | 'starting' | 'draining' | 'unavailable'>;
  store(): Promise<StoreHealth>;
  pipeline(): AnswerBody<'pipeline_health'>;
  media: MediaHealth;
  /** From now on not ready. OPS2 */
  startDraining(): void;
  /** From now on ready, while the store answers. */
  finishStart(): void;
}

export interface HealthDeps {
  readonly storage: Pick<Storage, 'ping' | 'engine' | 'pool'>;
  readonly chat: Pick<Chat, 'pipelineHealth' | 'hasJournalRoom'>;
  readonly clock: Clock;
  readonly media: MediaHealth;
}

/** A store that takes longer than this is not used for anything new. */
const PING_DEADLINE_MS = 2_000;
const DEGRADED_MS = 250;

export function createHealth({ storage, chat, clock, media }: HealthDeps): Health {
  let phase: 'starting' | 'running' | 'draining' = 'starting';
  let asking: Promise<StoreHealth> | undefined;

  async function askStore(): Promise<StoreHealth> {
    const startMs = clock.monotonicMs();
    const hasAnswered = await within(clock, PING_DEADLINE_MS, storage.ping());
    const latencyMs = Math.round((clock.monotonicMs() - startMs) * 1000) / 1000;
    const breaker = chat.pipelineHealth().breaker?.state ?? null;
    const isSlow = latencyMs > DEGRADED_MS || breaker !== 'closed';
    return {
      // Down: it takes nothing, or does not even answer.
      status: !hasAnswered || breaker === 'open' ? 'down' : isSlow ? 'degraded' : 'healthy',
      engine: storage.engine,
      latency_ms: hasAnswered ? latencyMs : null,
      pool: poolOf(storage),
      breaker,
    };
  }

  /** One ping at a time, however many ask: probes must not weigh on a store that struggles. */
  function store(): Promise<StoreHealth> {
    asking ??= askStore().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    async readiness() {
      if (phase !== 'running') return phase;
      // While the journal takes messages the node is of use.
      if (chat.hasJournalRoom()) return 'ready';
      return (await store()).status === 'down' ? 'unavailable' : 'ready';
    },
    store,
    pipeline: () => chat.pipelineHealth(),
    media,
    startDraining() {
      phase = 'draining';
    },
    finishStart() {
      if (phase === 'starting') phase = 'running';
    },
  };
}

function poolOf({ pool }: Pick<Storage, 'pool'>): StoreHealth['pool'] {
  if (pool === undefined) return null;
  const { size, inUse, waiting, min, max } = pool();
  return { size, in_use: inUse, waiting, min, max };
}

/** Whether `work` succeeded in time. */
function within(clock: Clock, deadlineMs: number, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(deadlineMs, () => {
      resolve(false);
    });
    const finish = (isDone: boolean) => {
      cancel();
      resolve(isDone);
    };
    work.then(
      () => {
        finish(true);
      },
      () => {
        finish(false);
      },
    );
  });
}
