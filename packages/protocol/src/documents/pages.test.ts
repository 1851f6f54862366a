import { expect, test } from 'bun:test';
import { errorCatalogue } from '../errors.ts';
import { limits, quotas, rates, sizes } from '../limits.ts';
import { errorsPage } from './errors-page.ts';
import { limitsPage } from './limits-page.ts';

test('LIM1: the page of errors has every code with its status, and what to do', () => {
  const page = errorsPage();
  for (const [code, { status, title }] of Object.entries(errorCatalogue)) {
    expect(page).toMatch(
      new RegExp(`\\[\`${code}\`\\]\\(#${code}\\) \\| ${status} \\| (yes|no) \\| ${title}`),
    );
    expect(page).toContain(`\n## ${code}\n`);
  }
  expect(page.split('**What to do.**').length - 1).toBe(Object.keys(errorCatalogue).length);
});

test('LIM1: the page of limits has every number of the tables', () => {
  const page = limitsPage();
  for (const [name, value] of Object.entries(limits)) expect(page).toContain(`| \`${name}\` | ${value} |`);
  for (const value of Object.values(sizes))
    if (typeof value === 'number') expect(page).toContain(`| ${value} |`);
  for (const { perSecond, burst } of Object.values(rates))
    expect(page).toContain(`| ${perSecond} | ${burst} |`);
  for (const { count, windowS } of Object.values(quotas)) expect(page).toContain(`| ${count} | ${windowS} |`);
});
