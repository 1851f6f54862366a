import type { Storage } from './ports/storage.ts';
import type { Clock } from './ports/clock.ts';
import type { Random } from './ports/random.ts';
import type { Tabs } from './ports/tabs.ts';
import type { Transport } from './ports/transport.ts';

export interface ClientOptions {
  /** where the server is: `https://chat.example` */
  readonly url: string;
  /** a session token or a host application's JWT; without one: the session cookie, or sign in later */
  readonly token?: string;
  /** the browser's cookie signs in: `start` connects without a token, and `signIn` asks for a cookie */
  readonly cookie?: boolean;
  /** whose messages these are before the first connect, where the caller knows it */
  readonly userId?: string;
  /** IndexedDB where there is one, else memory */
  readonly storage?: Storage;
  /** name of the browser's database and lock; one per account that is used at the same time */
  readonly name?: string;
  /** by Web Locks with the browser's own database; a storage that is given is taken to be this program's alone */
  readonly tabs?: Tabs;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly transport?: Transport;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** newest items of a conversation that stay in memory while nobody looks at it, and in the storage; 300 by default */
  readonly keptItems?: number;
  /** a conversation that missed more entries starts over at its newest page; by default all are read */
  readonly maxMissedEntries?: number;
}
