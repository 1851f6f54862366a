// Recipes of CONTRIBUTING.md are written so that a program can follow them: recipe.test.ts does.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A step of a recipe, in the order of the page. */
export type RecipeStep =
  | { readonly kind: 'create'; readonly file: string; readonly text: string }
  | {
      readonly kind: 'insert';
      readonly file: string;
      readonly where: 'before' | 'after';
      /** The whole line to look for, without its indentation; there must be exactly one. */
      readonly anchor: string;
      readonly text: string;
    }
  | { readonly kind: 'run'; readonly command: string };

const fence = /^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm;

function readInfo(info: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}=(?:(["'])(.*?)\\1|(\\S+))`).exec(info);
  return match?.[2] ?? match?.[3];
}

function parseBlock(info: string, text: string): RecipeStep {
  const file = readInfo(info, 'file');
  if (file === undefined) throw new Error(`a code block of a recipe names no file: ${text.slice(0, 60)}`);
  const before = readInfo(info, 'before');
  const after = readInfo(info, 'after');
  const anchor = before ?? after;
  if (anchor === undefined) return { kind: 'create', file, text };
  return { kind: 'insert', file, where: before === undefined ? 'after' : 'before', anchor, text };
}

/**
 * The steps under the heading `## <title>`. Blocks are fenced: `ts file=path` makes a file,
 * `ts file=path before="line"` (or `after=`) inserts next to a line, each line of a `sh` block is a command.
 */
export function parseRecipe(markdown: string, title: string): RecipeStep[] {
  const [, rest] = markdown.split(`\n## ${title}\n`);
  if (rest === undefined) throw new Error(`there is no recipe "${title}"`);
  const [section = ''] = rest.split(/^## /m);
  return [...section.matchAll(fence)].flatMap(([, language, info = '', text = '']): RecipeStep[] => {
    if (language !== 'sh') return [parseBlock(info, text)];
    const commands = text.split('\n').filter((line) => line.trim() !== '');
    return commands.map((command) => ({ kind: 'run', command: command.trim() }));
  });
}

/** `source` with `step.text` next to its anchor. */
export function insertAtAnchor(source: string, step: RecipeStep & { kind: 'insert' }): string {
  const lines = source.split('\n');
  const hits = lines.flatMap((line, index) => (line.trim() === step.anchor.trim() ? [index] : []));
  const [hit] = hits;
  if (hit === undefined || hits.length > 1) {
    throw new Error(`${step.file}: ${hits.length} lines read \`${step.anchor}\`, a recipe needs exactly one`);
  }
  lines.splice(step.where === 'before' ? hit : hit + 1, 0, ...step.text.replace(/\n$/, '').split('\n'));
  return lines.join('\n');
}

/** Follows a recipe in the checkout at `root`. Throws at the first step that does not fit. */
export async function applyRecipe(
  root: string,
  steps: readonly RecipeStep[],
  run: (command: string) => Promise<void>,
): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case 'run':
        await run(step.command);
        break;
      case 'create':
        await mkdir(dirname(join(root, step.file)), { recursive: true });
        await writeFile(join(root, step.file), step.text, { flag: 'wx' });
        break;
      case 'insert': {
        const source = await readFile(join(root, step.file), 'utf8');
        await writeFile(join(root, step.file), insertAtAnchor(source, step));
        break;
      }
    }
  }
}
