// The floor of uploads and ranges: a body goes to a file as it comes, hashed and synced; a range is a slice of that file.
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const folder = process.env.DATA_DIR ?? 'data';
mkdirSync(folder, { recursive: true });
let received = 0;

/** All of the body, whatever it is: a form is not taken apart. */
async function keep(request) {
  const name = String(++received);
  const handle = await open(join(folder, name), 'wx');
  const hasher = createHash('sha256');
  for await (const piece of request.body) {
    hasher.update(piece);
    await handle.write(piece);
  }
  await handle.datasync();
  await handle.close();
  return Response.json({ url: `/uploads/${name}`, sha256: hasher.digest('hex') });
}

function serve(request) {
  const name = /^\/uploads\/(\d+)$/.exec(new URL(request.url).pathname)?.[1];
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '');
  if (name === undefined) return Response.json({});
  const file = Bun.file(join(folder, name));
  if (range === null) return new Response(file);
  const [start, last] = [Number(range[1]), Number(range[2])];
  return new Response(file.slice(start, last + 1), { status: 206 });
}

const server = Bun.serve({
  port: Number(process.env.PORT ?? 0),
  hostname: '127.0.0.1',
  fetch: (request) => (request.method === 'POST' ? keep(request) : serve(request)),
});
console.log(`http://127.0.0.1:${server.port}`);
process.on('SIGTERM', () => process.exit(0));
