/**
 * Loaded into a server's process before its program starts, for what no request can do to it: it moves the wall clock,
 * holds up the event loop, and says what the process holds. Listens on the Unix socket named in `BACKSTAGE`.
 */
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { heapStats } from 'bun:jsc';

/** What a process holds, after a full collection. */
export interface Usage {
  readonly heapBytes: number;
  readonly sockets: number;
  /** open files that are no sockets */
  readonly files: number;
}

const realNow = Date.now.bind(Date);
let shiftMs = 0;
Date.now = () => realNow() + shiftMs;

function usage(): Usage {
  Bun.gc(true);
  const targets = readdirSync('/dev/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/dev/fd/${fd}`)];
    } catch {
      return []; // the one that read the folder
    }
  });
  const sockets = targets.filter((target) => target.startsWith('socket:')).length;
  const files = targets.filter((target) => target.startsWith('/')).length;
  return { heapBytes: heapStats().heapSize, sockets, files };
}

function block(forMs: number): void {
  const endMs = performance.now() + forMs;
  while (performance.now() < endMs);
}

function answer(request: Request): Response {
  const { pathname, searchParams } = new URL(request.url);
  const ms = Number(searchParams.get('ms'));
  if (pathname === '/clock') shiftMs = ms;
  if (pathname === '/block') block(ms);
  return Response.json(usage());
}

const unix = process.env['BACKSTAGE'];
if (Bun.isMainThread && unix !== undefined) {
  rmSync(unix, { force: true }); // left by a run that was killed
  Bun.serve({ unix, fetch: answer });
}
