import { afterEach, expect, test } from 'bun:test';
import { createPorts } from './create-ports.ts';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB');
});

test('RCV1: a browser that forbids even a look at IndexedDB is no end: the storage says why it keeps nothing', async () => {
  const forbidden = new DOMException('The operation is insecure.', 'SecurityError');
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get: () => {
      throw forbidden;
    },
  });
  const { storage } = createPorts({ url: 'http://localhost' });
  let reason: unknown;
  await storage.list('outbox').catch((error: unknown) => {
    reason = error;
  });
  expect(reason).toBe(forbidden);
});
