import { expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

test('LIM1: the client without Socket.IO is at most 29 kB gzipped, and brings no validator', async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, 'index.ts')],
    target: 'browser',
    format: 'esm',
    minify: true,
    external: ['socket.io-client'],
  });
  // Resumable uploads are 2.5 kB of it, where libraries for them bring ten times that; chosen files 0.7 kB.
  const code = await built.outputs[0]?.text();
  expect(code).toBeDefined();
  expect(gzipSync(code ?? '').length).toBeLessThan(29_000);
  expect(code).not.toMatch(/zod|safeParse/i);
});
