import { errorCatalogue, type ErrorCode } from '../errors.ts';
import type { Route } from '../routes.ts';

type Refusal = ErrorCode | 'unparsable';

/** What `components.responses` calls each refusal, by its HTTP status. */
const responseNames = {
  unparsable: 'Unparsable',
  invalid: 'Invalid',
  unauthenticated: 'Unauthenticated',
  forbidden: 'Forbidden',
  not_found: 'NotFound',
  conflict: 'Conflict',
  too_large: 'TooLarge',
  unsupported_type: 'UnsupportedType',
  rate_limited: 'RateLimited',
  overloaded: 'Unavailable',
  unavailable: 'Unavailable',
  internal: 'Internal',
} as const satisfies Record<Refusal, string>;

const descriptions: Readonly<Record<(typeof responseNames)[Refusal], string>> = {
  Unparsable: '`invalid`: the body is not JSON, or did not arrive whole',
  Invalid: '`invalid`: `issues` names every field at fault',
  Unauthenticated: '`unauthenticated`: no token, or one that has ended',
  Forbidden: '`forbidden`: the caller may see it, but not do this; also a write from a foreign origin',
  NotFound: '`not_found`: it does not exist, or the caller may not see it',
  Conflict: '`conflict`: it clashes with what is there',
  TooLarge: '`too_large`: beyond a size of the limits',
  UnsupportedType:
    '`unsupported_type`: the body is not of the type that this takes, or a file of none that is taken',
  RateLimited: '`rate_limited`: repeat after `retry_after_ms`',
  Unavailable: '`overloaded` or `unavailable`: repeat after `retry_after_ms`',
  Internal: '`internal`: a bug, logged with `request_id`',
};

/** What a route may refuse: what follows from its shape, and what its row adds. */
function listRefusals(route: Route): Refusal[] {
  const isSignedIn = route.access !== 'anonymous';
  const takesInput = [route.params, route.query, route.headers, route.body].some(
    (part) => part !== undefined,
  );
  return [
    ...(takesInput ? (['invalid'] as const) : []),
    ...(route.body === undefined ? [] : (['unparsable', 'too_large', 'unsupported_type'] as const)),
    ...(isSignedIn ? (['unauthenticated', 'rate_limited', 'unavailable'] as const) : []),
    // Cookies count from one's own origin only, which is judged on every write. SEC4
    ...(isSignedIn && (route.access === 'admin' || route.method !== 'GET') ? (['forbidden'] as const) : []),
    ...(isSignedIn && route.params !== undefined ? (['not_found'] as const) : []),
    ...(route.refusals ?? []),
    'internal',
  ];
}

/** References to the error answers of one route, by status. */
export function describeRefusals(route: Route): Record<string, object> {
  const rows = listRefusals(route).map((refusal) => {
    const status = refusal === 'unparsable' ? 400 : errorCatalogue[refusal].status;
    return [status, { $ref: `#/components/responses/${responseNames[refusal]}` }] as const;
  });
  return Object.fromEntries(rows);
}

/** For `components.responses`. */
export function refusalResponses(): Record<string, object> {
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  };
  return Object.fromEntries(
    Object.entries(descriptions).map(([name, description]) => [
      name,
      { description, headers: headersOf(name), content },
    ]),
  );
}

function headersOf(name: string): Record<string, object> {
  const headers: Record<string, object> = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
  if (name === responseNames.unauthenticated)
    headers['WWW-Authenticate'] = { schema: { type: 'string', const: 'Bearer' } };
  if (name === responseNames.rate_limited || name === responseNames.unavailable)
    headers['Retry-After'] = { $ref: '#/components/headers/RetryAfter' };
  return headers;
}

/** For `components.headers`. */
export const refusalHeaders = {
  RequestId: { description: 'Names this request in the log', schema: { type: 'string' } },
  RetryAfter: { description: 'Whole seconds', schema: { type: 'integer', minimum: 0 } },
} as const;
