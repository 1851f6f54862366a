import { expect, test } from 'bun:test';
import { groupChanges } from './group-changes.ts';

const tea = { name: 'Tea', description: 'At four', discoverable: false };

test.each([
  ['nothing', tea, {}],
  ['the name alone', { ...tea, name: ' Coffee ' }, { name: 'Coffee' }],
  ['a description that is gone', { ...tea, description: '' }, { description: '' }],
  [
    'all three',
    { name: 'T', description: 'D', discoverable: true },
    { name: 'T', description: 'D', discoverable: true },
  ],
] as const)('the form of a group sends %s', (_what, after, changes) => {
  expect(groupChanges(tea, after)).toEqual(changes);
});
