import { type ErrorCode, errorCatalogue, errorCodes } from '@parley/protocol';
import { banner } from './banner.ts';

/** What a person reading an error should know beyond its title. */
const advice: Readonly<Record<ErrorCode, string>> = {
  invalid:
    'A field is missing, of the wrong type or beyond its bounds; `issues` names each. Over HTTP: 400 when the body cannot be parsed, 405 (with `Allow`) for a method the route does not have, 422 otherwise.',
  unauthenticated:
    'No token, or one that has ended. Sign in again. HTTP answers carry `WWW-Authenticate: Bearer`.',
  forbidden: 'You may see it, but not do this.',
  not_found:
    'It does not exist, or you may not see it; the two look the same. Unknown routes and events too.',
  conflict: 'The username is taken, the message id was used for another message, or the state forbids it.',
  too_large: 'Beyond a size of the [limits](limits.md); the message names it.',
  unsupported_type: 'The body is not JSON where JSON is due, or a file of a kind that is not accepted.',
  rate_limited: 'Beyond a rate of the [limits](limits.md). Come back after `retry_after_ms`.',
  overloaded: 'The server is behind. Nothing was stored; send the same again after `retry_after_ms`.',
  unavailable: 'The store cannot be reached right now. Send the same again after `retry_after_ms`.',
  internal: 'A bug. It was logged with the `request_id` of the answer; please report it.',
};

/** docs/errors.md */
export function renderErrorsPage(): string {
  const rows = errorCodes.map((code) => {
    const { status, retry, title } = errorCatalogue[code];
    return `| \`${code}\` | ${status} | ${retry ? 'yes' : 'no'} | ${title} | ${advice[code]} |`;
  });
  return [
    '# Errors',
    banner('packages/protocol/src/errors.ts'),
    'Every refusal carries one of these codes. Over HTTP it is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `code`, `detail`, `retry`, `retry_after_ms`, `request_id`, `issues`; in an ack `{ok: false, error: {code, message, retry, retry_after_ms, issues}}`; a call without an ack gets the same as an `error` event. "Retry" says whether repeating the same call can help. Clients skip codes they do not know.',
    ['| code | HTTP | retry | title | what it means |', '|---|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}
