import { accept } from '@parley/protocol';
import type { Health } from '../../health/health.ts';
import { ok, type HandlersOf } from '../route-call.ts';
import type { ServerFacts } from '../server-facts.ts';

export interface HealthHandlerDeps {
  readonly facts: ServerFacts;
  readonly health: Health;
}

export function createHealthHandlers({ facts, health }: HealthHandlerDeps): HandlersOf<'service'> {
  return {
    async get_server() {
      const { name, version, registration, auth, limits } = facts;
      return ok(accept({ name, version, protocol: 1 as const, registration, auth: [...auth], limits }));
    },
    live: async () => ok(accept({ status: 'ok' as const })),
    async ready() {
      const status = await health.readiness();
      return accept(
        status === 'ready' ? { status: 200, body: { status } } : { status: 503, body: { status } },
      );
    },
    store_health: async () => ok(accept(await health.store())),
    media_health: async () => ok(accept(await health.media())),
    pipeline_health: async () => ok(accept(health.pipeline())),
  };
}
