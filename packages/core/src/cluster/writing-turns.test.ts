import { expect, test } from 'bun:test';
import type { ConversationId } from '@parley/protocol';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createWritingTurns } from './writing-turns.ts';

const log = '0190aaaa-aaaa-7aaa-8aaa-000000000001' as ConversationId;

function start() {
  const clock = createFakeClock();
  const link = { isUp: true };
  const wanted: string[] = [];
  const turnsOf: string[] = [];
  const turns = createWritingTurns({
    clock,
    node: 'one',
    isHeard: () => link.isUp,
    sayWant: (wantedLog) => wanted.push(wantedLog),
    onTurn: (turnLog) => turnsOf.push(turnLog),
  });
  return { clock, link, wanted, turnsOf, turns };
}

test('CLU2: a log that nobody else writes is everybody’s', () => {
  const { turns, wanted } = start();
  expect(turns.isOwn(log)).toBe(true);
  turns.wrote(log, false);
  expect(wanted).toEqual([]);
});

test('CLU2: who has won goes behind those who wait, and comes when they have written', () => {
  const { turns, wanted, turnsOf } = start();
  turns.wants(log, 'two');
  turns.wrote(log, false);
  expect(wanted).toEqual([log]);
  expect(turns.isOwn(log)).toBe(false);
  expect(turnsOf).toEqual([]);
  turns.heard(log, 'two');
  expect(turnsOf).toEqual([log]);
  expect(turns.isOwn(log)).toBe(true);
});

test('CLU2: who has lost says so once, and whoever has nothing more to write leaves the line', () => {
  const { turns, wanted } = start();
  expect(turns.lost(log)).toBe(true);
  expect(turns.lost(log)).toBe(true);
  expect(wanted).toEqual([log]);
  expect(turns.isOwn(log)).toBe(true);
  turns.wrote(log, true);
  turns.wants(log, 'two');
  expect(turns.isOwn(log)).toBe(false);
});

test('CLU2: a turn that nobody uses is lost, and the next one comes', () => {
  const { turns, turnsOf, clock } = start();
  turns.wants(log, 'two');
  expect(turns.isOwn(log)).toBe(false);
  clock.advance(1_000);
  expect(turnsOf).toEqual([log]);
  expect(turns.isOwn(log)).toBe(true);
});

test('CLU3: a node that is gone holds up nobody', () => {
  const { turns, turnsOf } = start();
  turns.wants(log, 'two');
  turns.wants(log, 'three');
  expect(turns.isOwn(log)).toBe(false);
  turns.gone('two');
  expect(turnsOf).toEqual([]);
  turns.gone('three');
  expect(turnsOf).toEqual([log]);
});

test('CLU1: without a bus there are no turns', () => {
  const { turns, link } = start();
  turns.wants(log, 'two');
  link.isUp = false;
  expect(turns.isOwn(log)).toBe(true);
  expect(turns.lost(log)).toBe(false);
});
