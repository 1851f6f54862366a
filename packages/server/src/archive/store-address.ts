import { resolve } from 'node:path';
import { ArchiveError } from '@parley/core';
import type { Config } from '../config.ts';

/** A store as `npm run move` names it. */
export type StoreAddress =
  | { readonly engine: 'sqlite'; /** absolute */ readonly dataDir: string }
  | { readonly engine: 'mongodb'; readonly url: string };

/** @throws ArchiveError */
export function parseStoreAddress(text: string): StoreAddress {
  if (text.startsWith('sqlite:') && text.length > 'sqlite:'.length)
    return { engine: 'sqlite', dataDir: resolve(text.slice('sqlite:'.length)) };
  if (/^mongodb(\+srv)?:\/\/./.test(text)) return { engine: 'mongodb', url: text };
  throw new ArchiveError('A store is named as sqlite:FOLDER or mongodb://HOST/DATABASE.');
}

/** Where the settings say that the store is. */
export function storeOf({ dataDir, mongo }: Pick<Config, 'dataDir' | 'mongo'>): StoreAddress {
  return mongo === undefined
    ? { engine: 'sqlite', dataDir: resolve(dataDir) }
    : { engine: 'mongodb', url: mongo.url };
}

/** As it may be shown: without user, password and options. SEC4 */
export function describeStore(address: StoreAddress): string {
  if (address.engine === 'sqlite') return `sqlite:${address.dataDir}`;
  const { scheme, hosts, database } = partsOf(address.url);
  return `${scheme}://${hosts}/${database}`;
}

/** Whether both name one store, as far as their names tell. */
export function isSameStore(one: StoreAddress, other: StoreAddress): boolean {
  return describeStore(one) === describeStore(other);
}

function partsOf(url: string): { scheme: string; hosts: string; database: string } {
  const [, scheme = '', rest = ''] = /^([^:]+):\/\/(.*)$/s.exec(url) ?? [];
  // All up to the last one: a password may be written wrong, and hold anything.
  const [address = ''] = rest.slice(rest.lastIndexOf('@') + 1).split('?');
  const [hosts = '', database = ''] = address.split('/');
  return {
    scheme,
    hosts: hosts.split(',').sort().join(','),
    database: database === '' ? 'parley' : database,
  };
}
