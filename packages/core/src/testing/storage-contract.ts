import { describe } from 'bun:test';
import { describeAccounts } from './storage-contract-accounts.ts';
import { describeArchive } from './storage-contract-archive.ts';
import { describeAppend } from './storage-contract-append.ts';
import { describeCluster } from './storage-contract-cluster.ts';
import { describeErasure } from './storage-contract-erasure.ts';
import { describeGroups } from './storage-contract-groups.ts';
import { describeLogs } from './storage-contract-logs.ts';
import { describeMedia } from './storage-contract-media.ts';
import { describeMessages } from './storage-contract-messages.ts';
import { describeProperties } from './storage-contract-properties.ts';
import { createStoreTest, type MakeStore } from './storage-contract-recorder.ts';
import { describeReactions } from './storage-contract-reactions.ts';
import { describeRows } from './storage-contract-rows.ts';

/**
 * Every promise of the storage port as tests, for any adapter: call it from a test file with a way to make an empty
 * store. What only one adapter promises belongs in that adapter's own tests.
 */
export function describeStorage(
  name: string,
  make: MakeStore,
  /** `races`: how many random races of writers are run, fewer where each takes long; `isForMany`: several processes may write to it */
  how: { readonly races: number; readonly isForMany?: boolean } = { races: 15 },
): void {
  const storeTest = createStoreTest(make);
  describe(name, () => {
    describe('append', () => describeAppend(storeTest));
    describe('logs', () => describeLogs(storeTest));
    describe('messages', () => describeMessages(storeTest));
    describe('reactions', () => describeReactions(storeTest));
    describe('groups', () => describeGroups(storeTest));
    describe('rows', () => describeRows(storeTest));
    describe('erasure', () => describeErasure(storeTest));
    describe('media', () => describeMedia(storeTest));
    describe('accounts', () => describeAccounts(storeTest));
    describe('archive', () => describeArchive(storeTest, make, how));
    if (how.isForMany === true) describe('cluster', () => describeCluster(storeTest));
    describe('properties', () => describeProperties(make, how));
  });
}
