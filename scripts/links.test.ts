import { describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles } from './list-files.ts';

describe('links', () => {
  test('every relative link in the documents leads somewhere', async () => {
    const root = join(import.meta.dir, '..');
    const pages = await listFiles(root, ['*.md', 'docs/**/*.md', 'packages/*/*.md', 'bench/*.md']);
    expect(pages).toContain('README.md');
    const broken: string[] = [];
    for (const page of pages) {
      for (const [, target = ''] of (await Bun.file(join(root, page)).text()).matchAll(/\]\(([^)#\s]+)/g)) {
        const isElsewhere = /^[a-z]+:/.test(target);
        if (!isElsewhere && !existsSync(join(root, dirname(page), target)))
          broken.push(`${page} → ${target}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
