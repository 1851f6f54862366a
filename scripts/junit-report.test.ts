import { describe, expect, test } from 'bun:test';
import { describeSkips, findUnreportedFiles, parseJunitReport } from './junit-report.ts';

const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bun test" tests="4" failures="1" skipped="2">
  <testsuite name="a.test.ts" file="a.test.ts" tests="3">
    <testcase name="ok &lt;a&gt; &amp; &quot;b&quot;" classname="" file="a.test.ts" line="2" />
    <testsuite name="skipped: no Python 3" file="a.test.ts" line="3">
      <testcase name="one" classname="skipped: no Python 3" file="a.test.ts"><skipped /></testcase>
      <testcase name="two" classname="skipped: no Python 3" file="a.test.ts"><skipped message="TODO" /></testcase>
    </testsuite>
  </testsuite>
  <testsuite name="b.test.ts" file="b.test.ts">
    <testcase name="bad" classname="" file="b.test.ts" line="2">
      <failure type="AssertionError" message="a&#10;b">1 &gt; 2 &lt;skipped /&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>`;

describe('the JUnit report', () => {
  test('gives every test with its file, its path of names and its result', () => {
    expect(parseJunitReport(report)).toEqual([
      { file: 'a.test.ts', path: ['ok <a> & "b"'], result: 'passed' },
      { file: 'a.test.ts', path: ['skipped: no Python 3', 'one'], result: 'skipped' },
      { file: 'a.test.ts', path: ['skipped: no Python 3', 'two'], result: 'skipped' },
      { file: 'b.test.ts', path: ['bad'], result: 'failed' },
    ]);
  });

  test('shows which files are missing from it', () => {
    const outcomes = parseJunitReport(report);
    expect(findUnreportedFiles(['a.test.ts', './b.test.ts', 'c.test.ts'], outcomes)).toEqual(['c.test.ts']);
    expect(findUnreportedFiles(['a.test.ts'], parseJunitReport(''))).toEqual(['a.test.ts']);
  });

  test('names what is skipped once per reason', () => {
    expect(describeSkips(parseJunitReport(report))).toEqual(['a.test.ts: skipped: no Python 3 (2 tests)']);
  });

  test('points at a skip that gives no reason', () => {
    const outcomes = [{ file: 'a.test.ts', path: ['group', 'later'], result: 'skipped' as const }];
    expect(describeSkips(outcomes)).toEqual(['a.test.ts: skipped: group > later (no reason) (1 test)']);
  });
});
