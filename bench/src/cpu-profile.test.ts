import { expect, test } from 'bun:test';
import { findTopEntries, findTopModules } from './cpu-profile.ts';

test('PIP4: a profile is read as shares of its samples, and native work is named with its caller', () => {
  const work = { functionName: 'work', url: 'file:///a/packages/core/src/b.ts', lineNumber: 9 };
  const native = { functionName: 'send', url: '', lineNumber: 0 };
  const nodes = [
    { id: 1, callFrame: work, children: [2] },
    { id: 2, callFrame: native },
    { id: 3, callFrame: work },
  ];
  expect(findTopEntries({ nodes, samples: [1, 3, 2, 1] }, 2)).toEqual([
    { place: 'work b.ts:10', share: 0.75 },
    { place: 'send ← work b.ts:10', share: 0.25 },
  ]);
  expect(findTopModules({ nodes, samples: [1, 3, 2, 1] }, 2)).toEqual([{ place: 'core/src/b.ts', share: 1 }]);
});
