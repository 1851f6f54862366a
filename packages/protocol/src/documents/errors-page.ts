import { type ErrorCode, errorCatalogue, errorCodes } from '../errors.ts';

interface Advice {
  readonly meaning: string;
  /** What a client does about it. */
  readonly remedy: string;
}

const advice: Readonly<Record<ErrorCode, Advice>> = {
  invalid: {
    meaning:
      'A field is missing, of the wrong type or out of bounds; `issues` names each one. Over HTTP: 400 when the body is not JSON, 405 with `Allow` for a method that the route does not have, 422 otherwise.',
    remedy: 'Correct the fields in `issues`. The same call again gets the same answer.',
  },
  unauthenticated: {
    meaning:
      'No token, or one that is unknown, revoked or expired, or the account is disabled. HTTP answers carry `WWW-Authenticate: Bearer`.',
    remedy: 'Sign in again, then repeat.',
  },
  forbidden: {
    meaning:
      'You may see it, but not do this: your role does not allow it, the edit window is over, somebody has blocked you, or the origin is foreign.',
    remedy: 'Tell the person. Repeating does not help until the rights change.',
  },
  not_found: {
    meaning:
      'It does not exist, or you may not see it; the two look the same. Unknown routes and events are `not_found` too.',
    remedy: 'Drop your copy, or check the id and the address.',
  },
  conflict: {
    meaning:
      'It clashes with what is there: the username is taken, the message or group id was used for something else, a bare message id fits two conversations, or an owner leaves without handing over.',
    remedy: 'Choose another name or id, name the `conversation`, or change the state first.',
  },
  too_large: {
    meaning: 'Beyond a size of the [limits](limits.md); the sentence names it.',
    remedy: 'Send less.',
  },
  unsupported_type: {
    meaning: 'The body is not `application/json` where JSON is due, or the file is of a kind not accepted.',
    remedy: 'Set the right `Content-Type`, or send another kind of file.',
  },
  rate_limited: {
    meaning: 'Beyond a rate of the [limits](limits.md).',
    remedy:
      'Repeat the same call, with the same message id, after `retry_after_ms`. Over HTTP it is in `Retry-After` too.',
  },
  overloaded: {
    meaning: 'The server is behind. This call did nothing.',
    remedy: 'Repeat the same call, with the same message id, after `retry_after_ms`.',
  },
  unavailable: {
    meaning:
      'The store cannot be reached, or has not yet said what became of the call: it may have been carried out.',
    remedy:
      'Repeat the same call, with the same message id, after `retry_after_ms`; what was done already is answered as done, never twice.',
  },
  internal: {
    meaning: 'A fault of the server, logged with the `request_id` of the answer.',
    remedy: 'Report it with the `request_id`.',
  },
};

const introduction = `Every refusal carries one code of this list, and \`retry\` says whether repeating the same call can help.

- Over HTTP: \`application/problem+json\` (RFC 9457), \`{type, title, status, code, detail, retry, retry_after_ms?, request_id, issues?}\`.
- In an ack: \`{ok: false, error: {code, message, retry, retry_after_ms?, issues?}}\`.
- For a call without an ack: an \`error\` event, \`{event, code, message, retry, retry_after_ms?, issues?}\`.

\`issues\` is a list of \`{path, message}\`, always there with status 422. \`message\` and \`detail\` are sentences for people and may change; decide by \`code\`. Treat a code that you do not know like \`internal\`, and mind its \`retry\`.`;

/** docs/errors.md: the catalogue, with what each code means and what to do. Markdown. */
export function errorsPage(): string {
  const overview = errorCodes.map((code) => {
    const { status, retry, title } = errorCatalogue[code];
    return `| [\`${code}\`](#${code}) | ${String(status)} | ${retry ? 'yes' : 'no'} | ${title} |`;
  });
  const sections = errorCodes.map((code) => {
    const { meaning, remedy } = advice[code];
    return `## ${code}\n\n${meaning}\n\n**What to do.** ${remedy}`;
  });
  return [
    '# Errors',
    '_Made from [errors.ts](../packages/protocol/src/errors.ts) by `npm run generate`; do not edit._',
    introduction,
    ['| code | HTTP | retry | title |', '| --- | --- | --- | --- |', ...overview].join('\n'),
    ...sections,
  ].join('\n\n');
}
