// A process to be killed: stores batches without end and prints `<log> <seq> <id>` for each entry answered `stored`.
import { argv, stdout } from 'node:process';
import type { Clock } from '@parley/core';
import { createSqliteStorage } from '../sqlite-storage.ts';
import { createMessages } from './messages.ts';

const never = () => () => undefined;
/** No time passes: the store only waits for idleness with it. */
const stillClock: Clock = {
  nowMs: () => 0,
  monotonicMs: () => 0,
  after: never,
  every: never,
  soon: queueMicrotask,
};

const [, , dataDir = '', firstId = '0'] = argv;
const storage = await createSqliteStorage({ dataDir, clock: stillClock });
const messages = await createMessages(storage, Number(firstId));
for (;;) {
  const batch = messages.next(40);
  const outcomes = await storage.commit(batch);
  const stored = batch.appends.filter((_, index) => outcomes[index] === 'stored');
  stdout.write(stored.map(({ log, seq, id }) => `${log} ${String(seq)} ${id}\n`).join(''));
}
