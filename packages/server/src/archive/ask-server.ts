import { ArchiveError } from '@parley/core';
import { readAdminFile } from './admin-file.ts';
import type { TaskLine } from './admin-tasks.ts';
import type { TaskOrder, TaskProgress } from './task.ts';

/**
 * Has the server that runs on a data folder do something, and waits for its end. Answers its last sentence; `undefined`:
 * no server runs there. @throws ArchiveError
 */
export async function askServer(
  dataDir: string,
  { task, ...order }: TaskOrder,
  onProgress: (progress: TaskProgress) => void,
): Promise<string | undefined> {
  const access = await readAdminFile(dataDir);
  if (access === undefined) return undefined;
  const response = await post(`${access.url}/${task}`, access.secret, order);
  if (response === undefined) return undefined;
  if (!response.ok || response.body === null) throw new ArchiveError((await response.text()).trim());
  let last: TaskLine | undefined;
  try {
    for await (const line of linesOf(response.body)) {
      last = line;
      if ('progress' in line) onProgress(line.progress);
    }
  } catch {
    // The end is judged by the last line.
  }
  if (last !== undefined && 'done' in last) return last.done;
  if (last !== undefined && 'failed' in last) throw new ArchiveError(last.failed);
  throw new ArchiveError(`The server ended before the ${task} did; the same command goes on where it can.`);
}

/** `undefined`: nobody listens there. */
async function post(url: string, secret: string, body: object): Promise<Response | undefined> {
  try {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    // A redirect could lead the secret elsewhere.
    return await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), redirect: 'error' });
  } catch {
    return undefined;
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<TaskLine> {
  const decoder = new TextDecoder();
  let rest = '';
  // Bytes, whatever its type says.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    // Written by this program's own server.
    for (const line of lines) yield JSON.parse(line) as TaskLine;
  }
}
