// `npm run generate` writes every page that is derived from code; with `--check` it writes nothing and fails when one
// is stale. To add a page, add a row to `pages`.
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncApiDocument, errorsPage, limitsPage, openApiDocument } from '@parley/protocol';
import { format, resolveConfig } from 'prettier';
import { indexesTable } from '../packages/storage-mongo/src/indexes-page.ts';
import { mediaLimits, mediaTypesTable } from '../packages/server/src/media/understand/types-page.ts';
import { envExample, settingsPage } from '../packages/server/src/settings-pages.ts';

const root = join(import.meta.dir, '..');

const toJson = (document: object): string => JSON.stringify(document, null, 2);

const pages: readonly [path: string, render: () => string][] = [
  ['docs/openapi.json', () => toJson(openApiDocument())],
  ['docs/asyncapi.json', () => toJson(asyncApiDocument())],
  ['docs/errors.md', errorsPage],
  ['docs/limits.md', limitsPage],
  ['docs/settings.md', settingsPage],
  ['.env.example', envExample],
  ['docs/media.md', () => withParts('docs/media.md', { types: mediaTypesTable(), limits: mediaLimits() })],
  ['docs/mongodb.md', () => withParts('docs/mongodb.md', { indexes: indexesTable() })],
];

/** A page written by hand, with its named parts made anew. */
function withParts(path: string, parts: Readonly<Record<string, string>>): string {
  let page = readFileSync(join(root, path), 'utf8');
  for (const [part, text] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
    page = `${page.slice(0, page.indexOf(begin))}${begin}\n\n${text}\n\n${page.slice(page.indexOf(end))}`;
  }
  return page;
}

/** Markdown goes through Prettier, so that a generated page is also a well-formatted one. */
async function renderPage(path: string, render: () => string): Promise<string> {
  const text = `${render().trimEnd()}\n`;
  if (!path.endsWith('.md')) return text;
  return format(text, { ...(await resolveConfig(join(root, path))), parser: 'markdown' });
}

async function isPageStale(path: string, wanted: string): Promise<boolean> {
  return (await readFile(join(root, path), 'utf8').catch(() => undefined)) !== wanted;
}

const isCheck = process.argv.includes('--check');
for (const [path, render] of pages) {
  const wanted = await renderPage(path, render);
  if (!(await isPageStale(path, wanted))) continue;
  if (isCheck) {
    console.log(`${path} is stale`);
    process.exitCode = 1;
  } else {
    await writeFile(join(root, path), wanted);
    console.log(`${path} written`);
  }
}
