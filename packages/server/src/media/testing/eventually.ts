import { systemClock } from '../../clock.ts';

/** Asks again and again until it is so; for what nothing announces. The test's own time limit ends it. */
export async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise<void>((resolve) => systemClock.after(2, resolve));
}
