// Part of `npm run check`: SPEC.md, the code it names and the tests that cite it agree.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from './list-files.ts';
import { type CitedTest, findSpecProblems, findTestNames, parseSpec } from './spec-ids.ts';

const root = join(import.meta.dir, '..');

/** Contract suites count as tests: adapters only run them. */
const testGlobs = [
  'packages/*/src/**/*.test.ts',
  '{e2e,bench,simulation}/src/**/*.test.ts',
  'packages/core/src/testing/**/*.ts',
  'packages/server/src/media/blobs/testing/**/*.ts',
  'scripts/**/*.test.ts',
];

/** Its examples look like tests that cite rules. */
const exampleFile = 'scripts/spec-ids.test.ts';

async function readTests(): Promise<CitedTest[]> {
  const files = (await listFiles(root, testGlobs)).filter((file) => file !== exampleFile);
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  return files.flatMap((file, index) => findTestNames(file, texts[index] ?? ''));
}

const rules = parseSpec(await readFile(join(root, 'SPEC.md'), 'utf8'));
const problems = findSpecProblems({
  rules,
  tests: await readTests(),
  pathExists: (path) => existsSync(join(root, path)),
});
for (const problem of problems) console.log(problem);
if (rules.length === 0) console.log('SPEC.md holds no rules');
process.exitCode = problems.length === 0 && rules.length > 0 ? 0 : 1;
