/**
 * Files of `root` that match any of the glob patterns, relative, with forward slashes, sorted.
 * Bun's globs know no slash inside braces: write `packages/*` and `e2e` as two patterns.
 */
export async function listFiles(root: string, patterns: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    for await (const file of new Bun.Glob(pattern).scan({ cwd: root })) files.add(file.replaceAll('\\', '/'));
  }
  return [...files].sort();
}
