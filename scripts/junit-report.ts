/** One test of a JUnit report written by `bun test`. */
export interface TestOutcome {
  /** Path as `bun test` printed it, relative to the folder it ran in. */
  readonly file: string;
  /** Names of the enclosing `describe` blocks, outermost first, then the test's own. */
  readonly path: readonly string[];
  readonly result: 'passed' | 'failed' | 'skipped';
}

const tagPattern = /<(\/?)(testsuite|testcase|skipped|failure|error)\b([^>]*?)(\/?)>/g;

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return entities[name] ?? whole;
  });
}

function readAttribute(attributes: string, name: string): string {
  const match = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes);
  return unescapeXml(match?.[1] ?? '');
}

/**
 * Every test named in a JUnit report. Knows only what `bun test` writes: nested suites, the file on every test,
 * `>` escaped in attributes. A file that failed to load is not in such a report; see `findUnreportedFiles`.
 */
export function parseJunitReport(xml: string): TestOutcome[] {
  const outcomes: TestOutcome[] = [];
  const suites: string[] = [];
  let current: { file: string; path: string[]; result: TestOutcome['result'] } | undefined;
  for (const [, closing, tag, attributes = '', selfClosing] of xml.matchAll(tagPattern)) {
    if (tag === 'testsuite') {
      if (closing !== '') suites.pop();
      else if (selfClosing === '') suites.push(readAttribute(attributes, 'name'));
    } else if (tag === 'testcase') {
      if (closing === '') {
        const path = [...suites.slice(1), readAttribute(attributes, 'name')];
        current = { file: readAttribute(attributes, 'file'), path, result: 'passed' };
        outcomes.push(current);
      }
    } else if (current !== undefined && closing === '') {
      current.result = tag === 'skipped' ? 'skipped' : 'failed';
    }
  }
  return outcomes;
}

/**
 * The test files that left no trace in the report: they failed to load, hold no test, or ended the process early.
 * All three look like success to a runner that only counts failures.
 */
export function findUnreportedFiles(files: readonly string[], outcomes: readonly TestOutcome[]): string[] {
  const reported = new Set(outcomes.map((outcome) => outcome.file.replace(/^\.\//, '')));
  return files.filter((file) => !reported.has(file.replace(/^\.\//, '')));
}

/** `file: reason (n tests)` for everything skipped; the reason is the name that begins with `skipped:`. */
export function describeSkips(outcomes: readonly TestOutcome[]): string[] {
  const counts = new Map<string, number>();
  for (const { file, path, result } of outcomes) {
    if (result !== 'skipped') continue;
    const reason =
      path.find((name) => name.startsWith('skipped:')) ?? `skipped: ${path.join(' > ')} (no reason)`;
    const line = `${file}: ${reason}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `${line} (${count} ${count === 1 ? 'test' : 'tests'})`);
}
