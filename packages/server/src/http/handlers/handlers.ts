import type { Handlers } from '../route-call.ts';
import { createConversationHandlers } from './conversations.ts';
import { createGroupHandlers } from './groups.ts';
import { createIdentityHandlers, type IdentityDeps } from './identity.ts';
import { createMediaHandlers, type MediaHandlerDeps } from './media.ts';
import { createMessageHandlers } from './messages.ts';
import { createPeopleHandlers, type PeopleDeps } from './people.ts';
import { createHealthHandlers, type HealthHandlerDeps } from './server-and-health.ts';

export type HandlerDeps = IdentityDeps & PeopleDeps & HealthHandlerDeps & MediaHandlerDeps;

/** A handler for every row of the table of routes; the type refuses a missing one. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...createIdentityHandlers(deps),
    ...createPeopleHandlers(deps),
    ...createHealthHandlers(deps),
    ...createConversationHandlers(deps.chat),
    ...createMessageHandlers(deps.chat),
    ...createGroupHandlers(deps.chat),
    ...createMediaHandlers(deps),
  };
}
