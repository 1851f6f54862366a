import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeClock, describeStorage } from '@parley/core/testing';
import { createSqliteStorage } from './sqlite-storage.ts';

describeStorage('the SQLite store', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-sqlite-'));
  const open = () => createSqliteStorage({ dataDir, clock: createFakeClock() });
  let storage = await open();
  const first = storage;
  return {
    storage: first,
    async reopen() {
      await storage.close();
      storage = await open();
      return storage;
    },
    async cleanup() {
      await storage.close();
      rmSync(dataDir, { recursive: true });
    },
  };
});
