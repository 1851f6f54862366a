import { describe, expect, test } from 'bun:test';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { applyRecipe, insertAtAnchor, parseRecipe, type RecipeStep } from './recipe.ts';
import { createScratchCopy } from './scratch-copy.ts';

const root = join(import.meta.dir, '..');

/** Runs one command of a recipe in the scratch copy; what it said is the error when it fails. */
async function runIn(cwd: string, command: string): Promise<void> {
  const child = Bun.spawn(command.split(' '), { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`\`${command}\` failed\n${stdout}${stderr}`);
}

const page = `
# Contributing

## Add a thing

Text with \`code\`.

\`\`\`ts file=a.ts before="  last: 1,"
  thing: 2,
\`\`\`

\`\`\`ts file=b.ts after='const x = "y";'
const z = 1;
\`\`\`

\`\`\`ts file=c/new.ts
export const c = 1;
\`\`\`

\`\`\`sh
npm run generate
\`\`\`

## Another

\`\`\`ts file=d.ts
\`\`\`
`;

/** The sources that a recipe makes or changes. */
const touched = (steps: readonly RecipeStep[]): string[] => [
  ...new Set(steps.flatMap((step) => ('file' in step && step.file.endsWith('.ts') ? [step.file] : []))),
];

describe('recipes', () => {
  test('are read from the page, one step per block, up to the next heading', () => {
    expect(parseRecipe(page, 'Add a thing')).toEqual([
      { kind: 'insert', file: 'a.ts', where: 'before', anchor: '  last: 1,', text: '  thing: 2,\n' },
      { kind: 'insert', file: 'b.ts', where: 'after', anchor: 'const x = "y";', text: 'const z = 1;\n' },
      { kind: 'create', file: 'c/new.ts', text: 'export const c = 1;\n' },
      { kind: 'run', command: 'npm run generate' },
    ]);
    expect(() => parseRecipe(page, 'Add nothing')).toThrow('there is no recipe');
  });

  test('insert next to the one line that is their anchor', () => {
    const step = { kind: 'insert', file: 'a.ts', anchor: 'last: 1,', text: '  thing: 2,\n' } as const;
    const source = 'const a = {\n  last: 1,\n};\n';
    expect(insertAtAnchor(source, { ...step, where: 'before' })).toBe(
      'const a = {\n  thing: 2,\n  last: 1,\n};\n',
    );
    expect(insertAtAnchor(source, { ...step, where: 'after' })).toBe(
      'const a = {\n  last: 1,\n  thing: 2,\n};\n',
    );
  });

  test('refuse an anchor that is missing or not the only one', () => {
    const step = { kind: 'insert', file: 'a.ts', where: 'before', anchor: 'x', text: '' } as const;
    expect(() => insertAtAnchor('y', step)).toThrow('0 lines');
    expect(() => insertAtAnchor('x\nx', step)).toThrow('2 lines');
  });
});

describe('CONTRIBUTING.md', () => {
  test('"Add an event", followed to the letter, leaves `npm run check` green and its own test passing', async () => {
    const copy = await createScratchCopy(root);
    try {
      const steps = parseRecipe(await readFile(join(root, 'CONTRIBUTING.md'), 'utf8'), 'Add an event');
      expect(steps.map(({ kind }) => kind)).toContain('create');
      await applyRecipe(copy, steps, (command) => runIn(copy, command));
      // What the recipe does not touch was looked at by the check of this very tree.
      await runIn(copy, 'npm run check -- --without lint format');
      const files = touched(steps).join(' ');
      for (const look of ['eslint/bin/eslint.js', 'prettier/bin/prettier.cjs --check'])
        await runIn(copy, `node_modules/.bin/bun --bun node_modules/${look} ${files}`);
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  }, 900_000);
});
