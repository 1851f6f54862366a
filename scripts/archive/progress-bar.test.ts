import { expect, test } from 'bun:test';
import { createProgressBar } from './progress-bar.ts';

function bench(isTTY: boolean) {
  let nowMs = 0;
  const written: string[] = [];
  const bar = createProgressBar({
    isTTY,
    columns: 60,
    write: (text) => written.push(text),
    nowMs: () => nowMs,
  });
  const at = (ms: number, phase: string, done: number) => {
    nowMs = ms;
    bar.show({ phase, done, total: 1_000 });
    return written.at(-1) ?? '';
  };
  return { at, written, bar };
}

test('OPS5: on a terminal one line says how far, how fast and how long it will take', () => {
  const { at, bar, written } = bench(true);
  expect(at(0, 'copying', 0)).toBe('\r\u001b[Kcopying [....................] 0 %');
  expect(at(1_000, 'copying', 250)).toBe('\r\u001b[Kcopying [#####...............] 25 %, 250/s, 3 s left');
  expect(at(200_000, 'copying', 300)).toContain('8 min left');
  // What comes next has a rate of its own.
  expect(at(201_000, 'comparing', 0)).toContain('comparing [....................] 0 %');
  expect(at(202_000, 'comparing', 1_000)).toContain('100 %, 1,000/s');
  expect(written.every((text) => text.length <= 60 + 4)).toBe(true);
  bar.end();
  expect(written.at(-1)).toBe('\r\u001b[K');
});

test('OPS5: without a terminal there is a plain line now and then', () => {
  const { at, written, bar } = bench(false);
  for (let second = 0; second <= 12; second += 1) at(second * 1_000, 'copying', second * 10);
  at(12_500, 'comparing', 0);
  bar.end();
  expect(written.map((line) => line.split(' ')[0])).toEqual(['copying', 'copying', 'copying', 'comparing']);
  expect(written.every((line) => line.endsWith('\n') && !line.includes('\u001b'))).toBe(true);
});
