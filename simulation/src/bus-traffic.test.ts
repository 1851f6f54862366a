import { expect, test } from 'bun:test';
import { simulateTraffic } from './bus-traffic.ts';

test('CLU1: an idle cluster costs each node one heartbeat a second of each node, and reads nothing', async () => {
  const idle = await simulateTraffic({ nodes: 40, perNodeS: 0, isBusUp: true, seconds: 5 });
  expect(idle.published).toBe(40);
  expect(idle.heard).toBe(40);
  expect(idle.tailReads).toBe(0);
});

test('CLU1: without the bus what a node reads grows with new entries, not with the nodes that store them', async () => {
  const [few, many] = [
    await simulateTraffic({ nodes: 5, perNodeS: 100, isBusUp: false, seconds: 10 }),
    await simulateTraffic({ nodes: 50, perNodeS: 10, isBusUp: false, seconds: 10 }),
  ];
  expect(few.heard).toBe(0);
  expect(few.tailEntries).toBeGreaterThan(500);
  expect(many.tailEntries / few.tailEntries).toBeWithin(0.8, 1.25);
  const twice = await simulateTraffic({ nodes: 5, perNodeS: 200, isBusUp: false, seconds: 10 });
  expect(twice.tailEntries / few.tailEntries).toBeWithin(1.7, 2.3);
});

test('CLU1: what is stored together is told together: hints do not grow with messages', async () => {
  const [some, more] = [
    await simulateTraffic({ nodes: 4, perNodeS: 100, isBusUp: true, seconds: 4 }),
    await simulateTraffic({ nodes: 4, perNodeS: 1_000, isBusUp: true, seconds: 4 }),
  ];
  expect(more.heardEntries / some.heardEntries).toBeWithin(9, 11);
  expect(more.heard).toBe(some.heard);
});
