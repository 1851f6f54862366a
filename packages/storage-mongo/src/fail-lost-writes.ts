import { createRequire } from 'node:module';
import { MongoNetworkError } from 'mongodb';

/** What is used of the driver's own class, which it does not export. */
interface DriverConnection {
  readonly closed: boolean;
  readonly error: Error | null;
  readonly socket: { readonly destroyed: boolean };
  cleanup(error: Error): void;
  once(event: 'close', listener: () => void): void;
  off(event: 'close', listener: () => void): void;
}

type WriteCommand = (this: DriverConnection, ...given: readonly unknown[]) => Promise<void>;

const require = createRequire(import.meta.url);
const patched = Symbol('fails lost writes');

/**
 * The driver (7.9.0) waits for a write to drain. On a socket that was destroyed a moment ago, and has not said so yet,
 * that never happens, and nobody hears of it: the command waits for ever, with its connection, or as the only one that
 * watches its server. A database that breaks its connections now and then was so lost to a node until it was started
 * again. From here on such a write fails when its connection closes, as all others do.
 */
export function failLostWrites(): void {
  // The file and the method are there in the pinned version; a test says so.
  const { Connection } = require('mongodb/lib/cmap/connection') as {
    readonly Connection: { readonly prototype: { writeCommand: WriteCommand; [patched]?: true } };
  };
  const { prototype } = Connection;
  if (prototype[patched] === true) return;
  const { writeCommand } = prototype;
  prototype[patched] = true;
  prototype.writeCommand = async function (...given) {
    // It had closed before anybody listened.
    if (this.socket.destroyed && !this.closed) this.cleanup(lost());
    if (this.closed) throw this.error ?? lost();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const onClose = (): void => {
      reject(this.error ?? lost());
    };
    this.once('close', onClose);
    writeCommand.apply(this, [...given]).then(() => {
      resolve(undefined);
    }, reject);
    try {
      await promise;
    } finally {
      this.off('close', onClose);
    }
  };
}

function lost(): MongoNetworkError {
  return new MongoNetworkError('the connection closed');
}
