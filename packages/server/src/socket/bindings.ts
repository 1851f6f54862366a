import {
  clientEvents,
  rates,
  validate,
  type ClientEvent,
  type ClientEventName,
  type RateName,
  type Result,
} from '@parley/protocol';
import { unlimited, type Limiter } from '../limits/limiter.ts';
import { createTokenBuckets } from '../limits/token-buckets.ts';
import type { SocketCaller } from './device.ts';
import { handlers } from './handlers.ts';
import type { SocketDeps } from './socket-deps.ts';

/** One row of the event table, ready to be called. */
export interface Binding {
  readonly name: ClientEventName;
  /** By user id; events of one rate class share it. */
  readonly limiter: Limiter;
  /** The schema, then the use case. */
  readonly run: (caller: SocketCaller, input: unknown) => Promise<Result<object>> | Result<object>;
}

export type BindingDeps = Pick<SocketDeps, 'chat' | 'clock' | 'limitsOn'>;

export function createBindings(deps: BindingDeps): ReadonlyMap<string, Binding> {
  const limiters = new Map<RateName, Limiter>();

  function limiterOf(rate: RateName): Limiter {
    const known = limiters.get(rate);
    if (known !== undefined) return known;
    const made = deps.limitsOn ? createTokenBuckets(rates[rate], deps.clock) : unlimited;
    limiters.set(rate, made);
    return made;
  }

  function bind(name: ClientEventName): Binding {
    const { payload: schema, rate }: ClientEvent = clientEvents[name];
    const handler = handlers[name];
    return {
      name,
      limiter: limiterOf(rate),
      run(caller, input) {
        const checked = validate(schema, input);
        // Parsed by the very schema that the handler's payload type derives from.
        return checked.ok ? handler(deps.chat, caller, checked.value as never) : checked;
      },
    };
  }

  // `Object.keys` forgets which names they are.
  const names = Object.keys(clientEvents) as ClientEventName[];
  return new Map(names.map((name) => [name, bind(name)]));
}
