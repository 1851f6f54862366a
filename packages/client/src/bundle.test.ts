import { expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

test('LIM1: the client without Socket.IO is at most 25 kB gzipped, and brings no validator', async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, 'index.ts')],
    target: 'browser',
    format: 'esm',
    minify: true,
    external: ['socket.io-client'],
  });
  const code = await built.outputs[0]?.text();
  expect(code).toBeDefined();
  expect(gzipSync(code ?? '').length).toBeLessThan(25_000);
  expect(code).not.toMatch(/zod|safeParse/i);
});
