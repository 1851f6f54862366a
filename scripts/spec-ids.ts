/** One row of SPEC.md. */
export interface SpecRule {
  readonly id: string;
  /** Paths of the code that holds the rule, as the row links them. */
  readonly paths: readonly string[];
  /** The topic that brings the rule, when the row says `not yet: topic`. */
  readonly notYet: string | undefined;
}

/** A test's name and where it stands. */
export interface CitedTest {
  readonly file: string;
  readonly name: string;
}

const ruleId = /\b(?:SND|SEQ|SYN|RCV|RD|GRP|PRS|LIM|PIP|BRK|JRN|CLU|OPS|DNS|SEC|WEB|MED|RCT)\d+b?\b/g;

const specRow = /^\|\s*`([A-Z]+\d+b?)`\s*\|(.*)\|([^|]*)\|\s*$/;

const testName = /\b(?:test|it|describe)(?:\.\w+)*(?:\([^()]*\))?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;

/** The rules of SPEC.md, from its tables: `| id | promise | code |`. */
export function parseSpec(markdown: string): SpecRule[] {
  return markdown.split('\n').flatMap((line) => {
    const [, id, , code = ''] = specRow.exec(line) ?? [];
    if (id === undefined) return [];
    const paths = [...code.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    return [{ id, paths, notYet: /not yet: ([^|]+)/.exec(code)?.[1]?.trim() }];
  });
}

/** The rule ids named in `text`. */
export function findRuleIds(text: string): string[] {
  return [...new Set(text.match(ruleId) ?? [])];
}

/** The names given to `test` and `describe` in a test file; those built at run time are read as they stand. */
export function findTestNames(file: string, source: string): CitedTest[] {
  return [...source.matchAll(testName)].map((match) => ({ file, name: match[2] ?? '' }));
}

interface SpecInput {
  readonly rules: readonly SpecRule[];
  readonly tests: readonly CitedTest[];
  /** Whether a path named in SPEC.md exists. */
  readonly pathExists: (path: string) => boolean;
}

/** One sentence for everything that SPEC.md and the tests disagree on; empty when they agree. */
export function findSpecProblems({ rules, tests, pathExists }: SpecInput): string[] {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const cited = new Map<string, CitedTest>();
  const problems: string[] = [];
  for (const test of tests) {
    for (const id of findRuleIds(test.name)) {
      cited.set(id, test);
      if (!known.has(id))
        problems.push(`${test.file}: "${test.name}" cites ${id}, which SPEC.md does not have`);
    }
  }
  for (const { id, paths, notYet } of rules) {
    const test = cited.get(id);
    if (notYet !== undefined) {
      if (test !== undefined) problems.push(`${id} is marked "not yet: ${notYet}" but ${test.file} tests it`);
      continue;
    }
    if (test === undefined) problems.push(`${id} has no test that cites it`);
    if (paths.length === 0) problems.push(`${id} names no code that holds it`);
    for (const path of paths) if (!pathExists(path)) problems.push(`${id} names ${path}, which is not there`);
  }
  if (known.size < rules.length) problems.push('SPEC.md has two rows of one id');
  return problems;
}
