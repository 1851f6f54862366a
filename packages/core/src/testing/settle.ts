import type { FakeClock } from './fake-clock.ts';

/** Lets everything that is already on its way come to rest, without time passing. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

/** Lets time pass in steps, with everything coming to rest in between. */
export async function pass(clock: FakeClock, ms: number, stepMs = 50): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await settle();
    clock.advance(Math.min(stepMs, ms - passed));
  }
  await settle();
}
