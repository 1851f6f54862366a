import { expect, test } from 'bun:test';
import { createLog, createReporter } from './log.ts';

function createRecorded() {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  return { log, lines };
}

test('SEC4: credentials and texts are taken out wherever somebody puts them', () => {
  const { log, lines } = createRecorded();
  log.info(
    { password: 'sesame', token: 'sesame', headers: { cookie: 'sesame', authorization: 'sesame' } },
    'a',
  );
  log.info({ event: { payload: { content: 'sesame' } } }, 'b');
  expect(lines.join()).not.toContain('sesame');
  expect(lines).toHaveLength(2);
});

test('SEC4: an error is its name, message, stack and cause, not what a driver hung on it', () => {
  const { log, lines } = createRecorded();
  const error = Object.assign(new Error('broken', { cause: new Error('deeper') }), { query: 'sesame' });
  createReporter(log).error('doing it', error);
  const line: unknown = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({
    level: 'error',
    msg: 'doing it',
    err: { message: 'broken', cause: { message: 'deeper' } },
  });
  expect(lines.join()).not.toContain('sesame');
});
