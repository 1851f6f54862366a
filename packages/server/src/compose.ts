import { createMemoryStorage } from '@parley/core/testing';
import type { Clock, Storage } from '@parley/core';
import type { Config } from './config.ts';

/** Opens the store that the settings name. The one place that knows adapters. */
export async function openStorage(_config: Config, _clock: Clock): Promise<Storage> {
  return createMemoryStorage();
}
