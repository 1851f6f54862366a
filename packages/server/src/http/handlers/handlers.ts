import type { Handlers } from '../route-call.ts';
import { createConversationHandlers } from './conversations.ts';
import { createGroupHandlers } from './groups.ts';
import { createIdentityHandlers, type IdentityDeps } from './identity.ts';
import { createMessageHandlers } from './messages.ts';
import { createPeopleHandlers, type PeopleDeps } from './people.ts';
import { createServiceHandlers, type ServiceDeps } from './service.ts';

export type HandlerDeps = IdentityDeps & PeopleDeps & ServiceDeps;

/** A handler for every row of the table of routes; the type refuses a missing one. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    ...createIdentityHandlers(deps),
    ...createPeopleHandlers(deps),
    ...createServiceHandlers(deps),
    ...createConversationHandlers(deps.chat),
    ...createMessageHandlers(deps.chat),
    ...createGroupHandlers(deps.chat),
  };
}
