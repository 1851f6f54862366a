// Any number of schedules of the simulation: `npm run simulate -- --seeds 5000 --from 1`. A seed replays what it found.
import { parseArgs } from 'node:util';
import { simulate } from '../packages/client/src/testing/simulate.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (![seeds, from].every(Number.isSafeInteger) || seeds < 1) {
  console.error('Usage: npm run simulate -- [--seeds N] [--from S]: whole numbers, N at least 1.');
  process.exit(2);
}

const shownFaults = 10;
const failed: number[] = [];
for (let seed = from; seed < from + seeds; seed++) {
  const faults = await simulate(seed);
  if (faults.length === 0) continue;
  failed.push(seed);
  console.log(`seed ${seed}:\n  ${faults.slice(0, shownFaults).join('\n  ')}`);
  console.log(`  again: npm run simulate -- --seeds 1 --from ${seed}`);
}
console.log(
  `${seeds} schedules from ${from}, ${failed.length} with faults${failed.map((seed) => ` ${seed}`).join('')}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
