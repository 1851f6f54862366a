import type { Limits } from '@parley/protocol';

/** What `GET /server` tells of this server. */
export interface ServerFacts {
  readonly name: string;
  readonly version: string;
  readonly registration: 'open' | 'closed';
  readonly auth: readonly ('password' | 'jwt')[];
  readonly limits: Limits;
}
