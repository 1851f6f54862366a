import { expect, test } from 'bun:test';
import { readOptions, UsageError } from './options.ts';

test('the audit takes a server and a token, from the environment or as an argument', () => {
  const credential = { kind: 'token', token: 't0' } as const;
  const url = 'https://chat.example.org/sub';
  expect(readOptions([`${url}/`], { PARLEY_TOKEN: 't0' })).toEqual({ url, credential });
  expect(readOptions([url, '--token', 't0'], { PARLEY_TOKEN: 'other' })).toEqual({ url, credential });
  expect(readOptions([url, '--user', 'ann', '--password-stdin'], { PARLEY_TOKEN: 'other' })).toEqual({
    url,
    credential: { kind: 'password', user: 'ann' },
  });
  expect(readOptions(['--help'], {})).toBeUndefined();
});

const wrong: readonly [what: string, args: string[]][] = [
  ['no server', ['--token', 't0']],
  ['two servers', ['http://a', 'http://b', '--token', 't0']],
  ['no credential', ['http://a']],
  ['an empty token', ['http://a', '--token', '']],
  ['a name without a password', ['http://a', '--user', 'ann']],
  ['a password without a name', ['http://a', '--password-stdin']],
  ['a token and a name', ['http://a', '--token', 't0', '--user', 'ann', '--password-stdin']],
  ['an argument that nobody knows', ['http://a', '--tokn=secret-7']],
  ['no address', ['chat.example.org', '--token', 't0']],
  ['another scheme', ['file:///etc/passwd', '--token', 't0']],
  ['a password in the address', ['http://ann:secret-7@a', '--token', 't0']],
  ['a token with a line break', ['http://a', '--token', 'secret-7\nx']],
];

test.each(wrong)('SEC4: %s is refused in a sentence that holds no secret', (_what, args) => {
  expect(() => readOptions(args, {})).toThrow(UsageError);
  expect(() => readOptions(args, {})).not.toThrow('secret-7');
});
