import { expect, test } from 'bun:test';
import { seatMesh, seatPairs } from './seats.ts';

test('in pairs everybody has one seat, beside their partner', () => {
  expect(seatPairs(4)).toEqual({ people: 4, personOf: [0, 1, 2, 3] });
});

test('in a mesh everybody has a conversation with everybody else, the lower one first', () => {
  expect(seatMesh(3)).toEqual({ people: 3, personOf: [0, 1, 1, 2, 0, 2] });
  expect(seatMesh(150).personOf).toHaveLength(2 * 11_175);
});
