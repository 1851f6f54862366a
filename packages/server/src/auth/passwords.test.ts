import { expect, setDefaultTimeout, test } from 'bun:test';
import { createPasswords } from './passwords.ts';

setDefaultTimeout(20_000);

test('SEC5: a hash is argon2id with its parameters, salted, and matches its password only', async () => {
  const passwords = createPasswords();
  const [one, other] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
  expect(one).toStartWith('$argon2id$v=19$m=19456,t=2,p=1$');
  expect(one).not.toBe(other);
  expect(await passwords.isRight('correct horse', one)).toBe(true);
  expect(await passwords.isRight('correct horsE', one)).toBe(false);
});

test('SEC5: without an account there is work all the same, and never a match', async () => {
  const passwords = createPasswords();
  expect(await passwords.isRight('nobody has this password', null)).toBe(false);
});

test('SEC5: many at once all get their turn', async () => {
  const passwords = createPasswords();
  const hash = await passwords.hash('correct horse');
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      passwords.isRight(index % 2 === 0 ? 'correct horse' : 'guess', hash),
    ),
  );
  expect(answers).toEqual(Array.from({ length: 12 }, (_, index) => index % 2 === 0));
});

test('SEC5: a hash that cannot be read refuses and does not block the next', async () => {
  const passwords = createPasswords();
  for (let n = 0; n < 6; n += 1)
    expect(await passwords.isRight('x', 'no hash at all').catch((error: unknown) => error)).toBeInstanceOf(
      Error,
    );
  expect(await passwords.isRight('x', null)).toBe(false);
});
