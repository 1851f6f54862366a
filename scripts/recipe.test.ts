import { describe, expect, test } from 'bun:test';
import { insertAtAnchor, parseRecipe } from './recipe.ts';

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
