import { parseArgs } from 'node:util';

export interface Options {
  /** Without a slash at the end. */
  readonly url: string;
  readonly credential:
    | { readonly kind: 'token'; readonly token: string }
    /** the password is on stdin */
    | { readonly kind: 'password'; readonly user: string };
}

export const usage = `Usage: npm run audit -- URL [--user NAME --password-stdin]

Reads everything that an account can see on a Parley server, and compares it with the server's own digests:
numbers without gap or repeat, every id once, edits and deletions of what is there, positions within the log.

  URL                the server, such as https://chat.example.org
  PARLEY_TOKEN       a session token, in the environment
  --token TOKEN      the same as an argument; other users of this machine may see it
  --user NAME        signs in, and out again at the end
  --password-stdin   reads the password from standard input, up to the first line break

Ends with 0 when everything is identical, 1 when something is wrong, 2 when it could not be checked.`;

/** A wrong command line, in a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `undefined`: help was asked for. @throws UsageError */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [address, ...others] = positionals;
  if (address === undefined) throw new UsageError('Name the server.');
  if (others.length > 0) throw new UsageError('Name one server only.');
  const { token = environment['PARLEY_TOKEN'], user } = values;
  const isSigningIn = user !== undefined || values['password-stdin'] === true;
  if (!isSigningIn && (token === undefined || token === ''))
    throw new UsageError('Set PARLEY_TOKEN, or give --user and --password-stdin.');
  return { url: readUrl(address), credential: isSigningIn ? readUser(values) : readToken(token ?? '') };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        token: { type: 'string' },
        user: { type: 'string' },
        'password-stdin': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    // Its own sentence repeats the arguments, which may hold a token.
    throw new UsageError('These arguments are not known.');
  }
}

function readUrl(address: string): string {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError('The server is an address that begins with http:// or https://.');
  if (url.username !== '' || url.password !== '')
    throw new UsageError('An address must not hold a password; use PARLEY_TOKEN.');
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function readToken(token: string): Options['credential'] {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError('The token holds characters that no token has.');
  return { kind: 'token', token };
}

function readUser({
  user,
  token,
  'password-stdin': hasPassword,
}: ReturnType<typeof parse>['values']): Options['credential'] {
  if (token !== undefined) throw new UsageError('Give either --token or --user, not both.');
  if (user === undefined || hasPassword !== true)
    throw new UsageError('--user and --password-stdin go together.');
  return { kind: 'password', user };
}
