import { resolve } from 'node:path';
import { watchCommits } from '@parley/core';
import packageJson from '../../package.json' with { type: 'json' };
import { systemClock } from '../clock.ts';
import { openBlobs, openMoveTarget, openStorage } from '../compose.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { createIds, systemRandom } from '../random.ts';
import { runTask } from './run-task.ts';
import { parseStoreAddress, storeOf } from './store-address.ts';
import type { TaskOrder, TaskProgress } from './task.ts';

/**
 * Does it in this process, where no server runs: opens the store that the settings name, under the lock of its data
 * folder. Answers the last sentence. @throws ArchiveError, StoreError, and what opening a store throws
 */
export async function workOffline(
  settings: Config,
  order: TaskOrder,
  onProgress: (progress: TaskProgress) => void,
): Promise<string> {
  const config = configFor(settings, order);
  const outside = { clock: systemClock, random: systemRandom, log: createLog('error') };
  const opened = await openStorage({ config, ...outside });
  try {
    const blobs = await openBlobs({ config, ...outside });
    const done = await runTask(
      {
        ...watchCommits(opened),
        blobs,
        clock: systemClock,
        ids: createIds(systemClock, systemRandom),
        version: packageJson.version,
        onProgress,
        checkIsWanted: () => undefined,
        stopServing: () => Promise.resolve(),
        address: storeOf(config),
        dataDir: resolve(config.dataDir),
        openTarget: (address) => openMoveTarget(address, outside),
      },
      order,
    );
    return done.sentence;
  } finally {
    await opened.close();
  }
}

/** A move says itself where its source is. @throws ArchiveError */
function configFor(settings: Config, order: TaskOrder): Config {
  if (order.task !== 'move') return settings;
  const from = parseStoreAddress(order.from);
  if (from.engine === 'sqlite') return { ...settings, mongo: undefined, dataDir: from.dataDir };
  return { ...settings, mongo: { maxPoolSize: 20, minPoolSize: 0, ...settings.mongo, url: from.url } };
}
