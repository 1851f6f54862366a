import { fileURLToPath } from 'node:url';
import type { Clock, Storage } from '@parley/core';
import { createSqliteStorage } from '@parley/storage-sqlite';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { readWebFolder, type WebFolder } from './http/web-folder.ts';

export interface StorageDeps {
  readonly config: Pick<Config, 'dataDir'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Opens the store that the settings name. The one place that knows adapters. @throws DataFolderError, with a sentence */
export function openStorage({ config, clock, log }: StorageDeps): Promise<Storage> {
  const warn = (what: string) => {
    log.warn(what);
  };
  return createSqliteStorage({ dataDir: config.dataDir, clock, warn });
}

/** Reads the web app where its build (scripts/build-web.ts) leaves it. */
export function openWebFolder(): Promise<WebFolder> {
  return readWebFolder(fileURLToPath(new URL('../../web/dist', import.meta.url)));
}
