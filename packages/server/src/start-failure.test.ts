import { expect, test } from 'bun:test';
import { readConfig } from './config.ts';
import { describeStartFailure } from './start-failure.ts';
import { ListenError } from './transport/transport.ts';

const read = readConfig({});
if (!read.ok) throw new Error('the defaults are wrong');
const config = read.value;

test.each([
  [
    'port_in_use',
    8001,
    'port 8001 on 127.0.0.1 is in use by another program; stop it, or set PORT to another one.',
  ],
  [
    'port_in_use',
    8002,
    'port 8002 on 127.0.0.1 is in use by another program; stop it, or set ADMIN_PORT to another one.',
  ],
  ['address_unavailable', 8001, 'this machine has no address 127.0.0.1; set HOST to one it has.'],
  ['not_permitted', 80, 'listening on port 80 is not permitted here; set PORT to one above 1023.'],
  ['unknown', 8001, 'it cannot listen on 127.0.0.1, port 8001.'],
] as const)('OPS1: %p on port %p is one sentence that says what to do', (reason, port, sentence) => {
  const error = new ListenError(reason, { hostname: '127.0.0.1', port }, undefined);
  expect(describeStartFailure(error, config)).toBe(sentence);
});

test('OPS1: what the store says about its folder is passed on as it is', () => {
  expect(describeStartFailure(new Error('The data folder is in use.'), config)).toBe(
    'The data folder is in use.',
  );
});
