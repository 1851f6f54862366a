import { expect, test } from 'bun:test';
import { fitStage } from './fit-stage.ts';

test('a picture is as large as it is and as there is room, a small one twice as large, one of no known size what it likes', () => {
  expect(fitStage({ width: 400, height: 300 })).toEqual({
    aspectRatio: '400 / 300',
    width: 'min(400px, 100cqw, 100cqh * 400 / 300)',
  });
  expect(fitStage({ width: 16, height: 8 }).width).toStartWith('min(32px,');
  for (const width of [undefined, 0, NaN]) expect(fitStage({ width, height: 10 })).toEqual({});
});
