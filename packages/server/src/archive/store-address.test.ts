import { expect, test } from 'bun:test';
import { describeStore, isSameStore, parseStoreAddress } from './store-address.ts';

test('SEC4: a store is shown without user, password and options', () => {
  const shown = (text: string) => describeStore(parseStoreAddress(text));
  expect(shown('mongodb://ann:hun%40ter2@b.example:27017,a.example/chat?replicaSet=x&tls=true')).toBe(
    'mongodb://a.example,b.example:27017/chat',
  );
  expect(shown('mongodb+srv://ann:hunter2@cluster.example')).toBe('mongodb+srv://cluster.example/parley');
  expect(shown('mongodb://localhost?w=1')).toBe('mongodb://localhost/parley');
  expect(shown('sqlite:/data')).toBe('sqlite:/data');
  // Even where it is written wrong.
  expect(shown('mongodb://ann:hun/ter2@db.example/chat')).not.toContain('ter2');
});

test('OPS5: two names of one store are told from those of two', () => {
  const same = (one: string, other: string) => isSameStore(parseStoreAddress(one), parseStoreAddress(other));
  expect(same('mongodb://a,b/chat', 'mongodb://ann:x@b,a/chat?w=1')).toBe(true);
  expect(same('mongodb://a/chat', 'mongodb://a/other')).toBe(false);
  expect(same('mongodb://a', 'mongodb://a/parley')).toBe(true);
  expect(same('sqlite:/data/', 'sqlite:/data')).toBe(true);
  expect(same('sqlite:/data', 'sqlite:/other')).toBe(false);
  for (const wrong of ['sqlite:', '/data', 'postgres://h', 'mongodb://'])
    expect(() => parseStoreAddress(wrong)).toThrow('A store is named as');
});
