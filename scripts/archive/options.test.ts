import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { readOptions, UsageError } from './options.ts';

const read = (task: 'backup' | 'restore' | 'move', line: string) =>
  readOptions(task, line === '' ? [] : line.split(' '));

test('OPS5: files and folders are those of whoever calls, wherever the server runs', () => {
  expect(read('backup', 'all.gz')).toEqual({
    order: { task: 'backup', file: join(process.cwd(), 'all.gz') },
    dataDir: undefined,
  });
  expect(read('restore', '/all.gz --data /data')).toEqual({
    order: { task: 'restore', file: '/all.gz' },
    dataDir: '/data',
  });
  expect(read('move', '--from sqlite:data --to mongodb://h/d')).toEqual({
    order: { task: 'move', from: `sqlite:${join(process.cwd(), 'data')}`, to: 'mongodb://h/d' },
    dataDir: join(process.cwd(), 'data'),
  });
  expect(read('move', '--help')).toBeUndefined();
});

test('OPS5 SEC4: a wrong command line is a sentence, and repeats nothing of it', () => {
  const wrong = [
    ['backup', ''],
    ['backup', 'one two'],
    ['backup', 'one --from sqlite:x'],
    ['move', 'mongodb://u:hunter2@h'],
    ['move', '--from mongodb://u:hunter2@h'],
    ['move', '--password hunter2'],
  ] as const;
  for (const [task, line] of wrong) {
    expect(() => read(task, line)).toThrow(UsageError);
    expect(() => read(task, line)).not.toThrow('hunter2');
  }
});
