import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { historySql, messageIdsSql } from './message-reads.ts';
import { activeSql, lastPlaceSql, manyUnreadSql, unreadSql } from './row-reads.ts';
import { createTemporaryFolders } from './testing/temporary-folder.ts';
import { openWriter } from './writer.ts';

const temporaryFolder = createTemporaryFolders();

function planOf(sql: string): string[] {
  const { connection } = openWriter(join(temporaryFolder(), 'parley.db'));
  const plan = connection.prepare<{ detail: string }, []>(`explain query plan ${sql}`).all();
  connection.close();
  return plan.map(({ detail }) => detail);
}

test('RD2: unread is counted from the places of one log after a position, without texts and without sorting', () => {
  // `places` has no rows beside its key, so a search by key reads nothing else.
  expect(planOf(unreadSql)).toEqual(['SEARCH places USING PRIMARY KEY (log=? AND seq>?)']);
  expect(planOf(manyUnreadSql)).toEqual(['SEARCH places USING PRIMARY KEY (log=? AND seq>?)']);
});

test('RD2: the end of a log is one search', () => {
  expect(planOf(lastPlaceSql)).toEqual(['SEARCH places USING PRIMARY KEY (log=?)']);
});

test('RD2: activity is one search per conversation, sorted once at the end', () => {
  const plan = planOf(activeSql);
  expect(plan).toContain('SEARCH m USING COVERING INDEX members_by_user (user=?)');
  expect(plan).toContain('SEARCH p USING PRIMARY KEY (log=?)');
  expect(plan.filter((detail) => detail.startsWith('SCAN'))).toEqual(['SCAN active']);
  expect(plan.filter((detail) => detail.includes('TEMP B-TREE'))).toEqual(['USE TEMP B-TREE FOR ORDER BY']);
});

test('RD2: history walks along its log from the position, without sorting', () => {
  for (const [direction, range] of [
    ['older', 'seq<?'],
    ['newer', 'seq>?'],
  ] as const) {
    const plan = planOf(historySql(direction));
    expect(plan[0]).toBe(`SEARCH p USING PRIMARY KEY (log=? AND ${range})`);
    expect(plan.filter((detail) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
  }
});

test('SYN1: the ids of a stretch are read along its log, without sorting', () => {
  const plan = planOf(messageIdsSql);
  expect(plan[0]).toBe('SEARCH p USING PRIMARY KEY (log=? AND seq>? AND seq<?)');
  expect(plan.filter((detail) => /SCAN|TEMP B-TREE/.test(detail))).toEqual([]);
});
