import { expect, test } from 'bun:test';
import { createFakeClock, createMemoryStorage } from '@parley/core/testing';
import type { UserId } from '@parley/protocol';
import { createSignedAddresses, signingSecret } from './signed-addresses.ts';

const ann = 'ann' as UserId;
const file = `${'a'.repeat(32)}.png`;

async function createBench() {
  const clock = createFakeClock();
  const { accounts } = createMemoryStorage();
  const profile = { id: ann, username: null, displayName: 'Ann', avatarUrl: null, createdAt: 0 };
  await accounts.createUser({ profile, passwordHash: null });
  const open = (secret: Uint8Array) => createSignedAddresses({ secret, accounts, clock });
  const readerOf = (addresses: ReturnType<typeof open>, url = '') =>
    addresses.readerOf(`http://localhost${url}`);
  return { clock, open, readerOf };
}

test('SEC4 MED8: a signed address holds for ten minutes, and for its reader', async () => {
  const { clock, open, readerOf } = await createBench();
  const addresses = open(new Uint8Array(32));
  const { url } = addresses.sign(ann, file)!;
  expect(await readerOf(addresses, url)).toBe(ann);
  clock.advance(10 * 60 * 1000 - 1);
  expect(await readerOf(addresses, url)).toBe(ann);
  clock.advance(1);
  expect(await readerOf(addresses, url)).toBeUndefined();
});

test('SEC4: a thumbnail’s signature is not its picture’s, and the ending of the name does not count', async () => {
  const { open, readerOf } = await createBench();
  const addresses = open(new Uint8Array(32));
  const { url } = addresses.sign(ann, file)!;
  expect(await readerOf(addresses, url.replace('.png', '.jpg'))).toBe(ann);
  expect(await readerOf(addresses, url.replace('.png', '.thumbnail.webp'))).toBeUndefined();
  expect(addresses.sign(ann, '../../etc/passwd')).toBeUndefined();
});

test('SEC4: nodes that share an S3 share the secret, whoever is alone draws one', async () => {
  const { open, readerOf } = await createBench();
  const never = () => {
    throw new Error('not asked');
  };
  const [one, other] = [open(signingSecret('s3 secret', never)), open(signingSecret('s3 secret', never))];
  const { url } = one.sign(ann, file)!;
  expect(await readerOf(other, url)).toBe(ann);
  expect(await readerOf(open(signingSecret('another', never)), url)).toBeUndefined();
  expect(signingSecret(undefined, (count) => new Uint8Array(count))).toHaveLength(32);
});

test('SEC1 MED8: a signed address of somebody unknown or disabled is no use', async () => {
  const { open, readerOf } = await createBench();
  const addresses = open(new Uint8Array(32));
  const { url } = addresses.sign('nobody' as UserId, file)!;
  expect(await readerOf(addresses, url)).toBeUndefined();
});
