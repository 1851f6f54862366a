import { resolve } from 'node:path';
import type { CommitWatch, Storage } from '@parley/core';
import { createAdminTasks } from './archive/admin-tasks.ts';
import { urlOf, writeAdminFile } from './archive/admin-file.ts';
import { runTask } from './archive/run-task.ts';
import { storeOf } from './archive/store-address.ts';
import type { Config } from './config.ts';
import { createAdminPage } from './health/admin-page.ts';
import type { Metrics } from './health/metrics.ts';
import { createIds } from './random.ts';
import type { ServerDeps } from './start-server.ts';
import { listenAdmin } from './transport/listen-admin.ts';

export interface OpenAdminOptions extends Pick<
  ServerDeps,
  'clock' | 'random' | 'log' | 'lifecycle' | 'blobs' | 'openMoveTarget' | 'end'
> {
  readonly config: Pick<Config, 'adminHost' | 'adminPort' | 'dataDir' | 'mongo'>;
  readonly storage: Storage;
  /** of that store */
  readonly watch: CommitWatch;
  readonly metrics: Metrics;
  readonly version: string;
  readonly deadlineMs: number;
}

const name = 'admin page';

/**
 * Listens for operators, and leaves word in the data folder of how to reach it. What is started after this ends when a
 * task wants the store for itself; this and what it needs stays until the process ends. Tasks are
 * taken from `begin` on.
 * @throws ListenError
 */
export async function openAdmin(
  options: OpenAdminOptions,
): Promise<{ readonly port: number; readonly begin: () => void }> {
  const { config, clock, random, log, lifecycle, end, deadlineMs } = options;
  const secret = Buffer.from(random.bytes(32)).toString('hex');
  const dataDir = resolve(config.dataDir);
  const shared = {
    ...options,
    blobs: options.blobs,
    ids: createIds(clock, random),
    dataDir,
    address: storeOf(config),
    openTarget: options.openMoveTarget,
  };
  const tasks = createAdminTasks({
    secret,
    clock,
    log,
    end,
    stopServing: () => lifecycle.stopAfter(name),
    run: (order, call) => runTask({ ...shared, ...call }, order),
  });
  const admin = listenAdmin({
    hostname: config.adminHost,
    port: config.adminPort,
    fetch: createAdminPage(options.metrics, tasks),
    onError: (error) => {
      log.error({ err: error }, 'the admin page failed');
    },
  });
  const removeFile = await writeAdminFile(dataDir, { url: urlOf(config.adminHost, admin.port), secret });
  const close = async () => {
    await removeFile();
    await admin.stop();
  };
  lifecycle.push({ name, deadlineMs, close });
  return { port: admin.port, begin: tasks.begin };
}
