import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { TaskOrder } from '../../packages/server/src/archive/task.ts';

export interface Options {
  readonly order: TaskOrder;
  /** of the server; `undefined`: as the settings say */
  readonly dataDir: string | undefined;
}

/** A wrong command line, in a sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const data = `  --data DIR  the data folder of the server, when it is not DATA_DIR or ./data`;
const dataOfMove = `  --data DIR  the data folder of the server, when it is not the FOLDER of the SQLite store`;

const usages: Readonly<Record<TaskOrder['task'], string>> = {
  backup: `Usage: npm run backup -- FILE [--data DIR]

Writes everything that Parley holds into FILE, while it goes on serving. FILE must not exist; where a server runs, it
is the server that writes it.

${data}`,
  restore: `Usage: npm run restore -- FILE [--data DIR]

Fills an empty store from FILE, which npm run backup has written on whatever store. A server that runs there ends
afterwards: start it again. Interrupted, the same command goes on.

${data}`,
  move: `Usage: npm run move -- --from STORE --to STORE [--data DIR]

Moves everything into an empty store while the server goes on serving. At the end the server stops; the old store is
served no more, and a sentence says which setting to change. Interrupted, the same command goes on.

  STORE       sqlite:FOLDER, or mongodb://HOST/DATABASE
${dataOfMove}`,
};

export function usageOf(task: TaskOrder['task']): string {
  return usages[task];
}

/** `undefined`: help was asked for. @throws UsageError */
export function readOptions(task: TaskOrder['task'], args: readonly string[]): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const { from, to, data: dataDir } = values;
  if (task === 'move') {
    if (positionals.length > 0) throw new UsageError('Name the stores with --from and --to.');
    if (from === undefined || to === undefined) throw new UsageError('Name both stores: --from and --to.');
    const folder = folderOf(from) ?? folderOf(to);
    // The server may run in another folder than this command. A SQLite store is in the data folder of its server.
    return { order: { task, from: absolute(from), to: absolute(to) }, dataDir: dataDir ?? folder };
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Name one file.');
  if (from !== undefined || to !== undefined) throw new UsageError('--from and --to are for npm run move.');
  return { order: { task, file: resolve(file) }, dataDir };
}

function absolute(store: string): string {
  const folder = folderOf(store);
  return folder === undefined ? store : `sqlite:${folder}`;
}

/** Of a SQLite store. */
function folderOf(store: string): string | undefined {
  const [, folder] = /^sqlite:(.+)$/.exec(store) ?? [];
  return folder && resolve(folder);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    // Its own sentence repeats the arguments, which may hold a password.
    throw new UsageError('These arguments are not known.');
  }
}
