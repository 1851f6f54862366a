import { describe, expect, test } from 'bun:test';
import { findSpecProblems, findTestNames, parseSpec } from './spec-ids.ts';

const spec = `
| id | promise | code |
|---|---|---|
| \`SND1\` | Stored means on disk \\| really. | [append](packages/append.ts), [writer](packages/writer.ts) |
| \`SND2b\` | Unknown stays unknown. | [append](packages/append.ts) |
| \`JRN1\` | Queued survives a crash. | not yet: journal |
`;

const everythingExists = (): boolean => true;

describe('spec ids', () => {
  test('are read with their code and their "not yet"', () => {
    expect(parseSpec(spec)).toEqual([
      { id: 'SND1', paths: ['packages/append.ts', 'packages/writer.ts'], notYet: undefined },
      { id: 'SND2b', paths: ['packages/append.ts'], notYet: undefined },
      { id: 'JRN1', paths: [], notYet: 'journal' },
    ]);
  });

  test('are found in the names of tests, whatever the quotes and modifiers', () => {
    const source = `
      describe("SND1: a", () => {});
      test.skip('SND2b: it\\'s late', () => {});
      test.each([1, 2])(\`SEQ1: \${n}\`, () => {});
      const comment = 'JRN1 is not a test name';`;
    expect(findTestNames('a.test.ts', source).map(({ name }) => name)).toEqual([
      'SND1: a',
      "SND2b: it\\'s late",
      'SEQ1: ${n}',
    ]);
  });

  test('agree when every rule has code and a test', () => {
    const tests = [{ file: 'a.test.ts', name: 'SND1, SND2b: all of it' }];
    expect(findSpecProblems({ rules: parseSpec(spec), tests, pathExists: everythingExists })).toEqual([]);
  });

  test('disagree when a test is missing, unknown or too early, or a path is gone', () => {
    const tests = [
      { file: 'a.test.ts', name: 'SND1: a' },
      { file: 'a.test.ts', name: 'JRN1: b' },
      { file: 'a.test.ts', name: 'SEC99: c' },
    ];
    const pathExists = (path: string): boolean => path !== 'packages/writer.ts';
    expect(findSpecProblems({ rules: parseSpec(spec), tests, pathExists })).toEqual([
      'a.test.ts: "SEC99: c" cites SEC99, which SPEC.md does not have',
      'SND1 names packages/writer.ts, which is not there',
      'SND2b has no test that cites it',
      'JRN1 is marked "not yet: journal" but a.test.ts tests it',
    ]);
  });
});
