import { expect, test } from 'bun:test';
import { LoneEntry } from './lone-entry.ts';

test('SEC1: a lone entry answers as a map with one entry does, and is gone once deleted', () => {
  const entry = new LoneEntry('key', 'value');
  expect([entry.size, entry.has('key'), entry.get('key'), [...entry.values()]]).toEqual([
    1,
    true,
    'value',
    ['value'],
  ]);
  expect([entry.has('other'), entry.get('other'), entry.delete('other'), entry.size]).toEqual([
    false,
    undefined,
    false,
    1,
  ]);
  expect([entry.delete('key'), entry.delete('key')]).toEqual([true, false]);
  expect([entry.size, entry.has('key'), entry.get('key'), [...entry.values()]]).toEqual([
    0,
    false,
    undefined,
    [],
  ]);
  const other = new LoneEntry('key', 'value');
  other.clear();
  expect([other.size, other.get('key')]).toEqual([0, undefined]);
});
