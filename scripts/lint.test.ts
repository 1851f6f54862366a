import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const cwd = join(import.meta.dir, '..');

/** The real configuration. Without types a snippet may pretend to be a file that does not exist. */
const untyped = new ESLint({ cwd, overrideConfig: [tseslint.configs.disableTypeChecked] });
const typed = new ESLint({ cwd });

async function lint(eslint: ESLint, path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(cwd, path) });
  return (result?.messages ?? [])
    .filter(({ severity }) => severity === 2)
    .map((m) => `${m.ruleId ?? ''}: ${m.message}`);
}

const useCase = 'packages/core/src/use-cases/send-message.ts';
const handler = 'packages/server/src/socket/bind-events.ts';

describe('the lint bans', () => {
  const banned: [path: string, code: string, reason: string][] = [
    [useCase, 'export const at = Date.now();', 'Clock port'],
    [useCase, 'export const at = new Date();', 'Clock port'],
    [useCase, 'export const at = performance.now();', 'Clock port'],
    [handler, 'setTimeout(() => undefined, 5);', 'Clock port'],
    [handler, 'setInterval(() => undefined, 5);', 'Clock port'],
    [handler, "import { setTimeout } from 'node:timers/promises';\nexport { setTimeout };", 'Clock port'],
    [useCase, 'export const n = Math.random();', 'a seed replays a failure'],
    [handler, 'export const id = crypto.randomUUID();', 'a seed replays a failure'],
    [
      handler,
      "import { randomBytes } from 'node:crypto';\nexport { randomBytes };",
      'a seed replays a failure',
    ],
    [handler, 'export const port = process.env.PORT;', 'Settings are read and checked once'],
    [handler, "console.log('hello');", 'use the logger'],
    [handler, 'export const { version } = Bun;', "What is Bun's own"],
    [handler, "import { Database } from 'bun:sqlite';\nexport { Database };", "What is Bun's own"],
    [handler, "import { Server } from '@socket.io/bun-engine';\nexport { Server };", 'pinned and guarded'],
    [useCase, "import { readFile } from 'node:fs/promises';\nexport { readFile };", 'no I/O'],
    ['packages/protocol/src/ids.ts', 'export const size = Buffer.byteLength;', 'no I/O'],
    [useCase, "import { x } from '@parley/server';\nexport { x };", 'one direction'],
    ['packages/protocol/src/ids.ts', "import { x } from '@parley/core';\nexport { x };", 'one direction'],
    [handler, "import { x } from '@parley/storage-sqlite';\nexport { x };", 'one direction'],
    [handler, "import { x } from '@parley/core/src/x.ts';\nexport { x };", 'one direction'],
    [handler, "import { x } from '../../../core/src/x.ts';\nexport { x };", 'one direction'],
    [
      'packages/web/src/details/check-dialog.tsx',
      "import { Dialog } from '@base-ui/react/dialog';\nexport { Dialog };",
      'Back closes it',
    ],
    [useCase, 'export default 1;', 'no-default-export'],
    [useCase, 'export const a = (x: unknown): string => x as string;', 'A cast needs a comment'],
    [useCase, 'export const a = (x: any): unknown => x;', 'no-explicit-any'],
    [useCase, 'export const f = (a: 1, b: 2, c: 3, d: 4): number => a + b + c + d;', 'max-params'],
    ['packages/core/src/sendMessage.ts', 'export const a = 1;', 'kebab-case'],
    ['packages/core/src/string-utils.ts', 'export const a = 1;', 'says nothing'],
    ['packages/core/src/use-cases/index.ts', 'export const a = 1;', 'front door'],
    [
      useCase,
      '// eslint-disable-next-line eqeqeq\nexport const a = (x: number): boolean => x == 1;',
      'Say why',
    ],
    [useCase, 'export const a = 1;\n'.padEnd(500, '\n'), 'max-lines'],
    ['packages/core/src/log.test.ts', 'await Bun.sleep(5);', 'No sleeps in tests'],
  ];
  for (const [path, code, reason] of banned) {
    test(`refuse \`${code.split('\n')[0] ?? ''}\` in ${path}`, async () => {
      expect((await lint(untyped, path, code)).join('\n')).toContain(reason);
    });
  }

  const allowed: [path: string, code: string][] = [
    ['packages/server/src/clock.ts', 'export const nowMs = (): number => Date.now();'],
    ['packages/server/src/config.ts', 'export const environment = process.env;'],
    ['packages/server/src/random.ts', "import { randomBytes } from 'node:crypto';\nexport { randomBytes };"],
    ['packages/server/src/compose.ts', "import { x } from '@parley/storage-sqlite';\nexport { x };"],
    ['packages/server/src/transport/listen.ts', 'export const { version } = Bun;'],
    ['packages/storage-sqlite/src/open.ts', "import { Database } from 'bun:sqlite';\nexport { Database };"],
    [useCase, 'export const at = new Date(0);'],
    [useCase, "export const kinds = ['a', 'b'] as const;"],
    [useCase, '// Checked by the schema above.\nexport const a = (x: unknown): string => x as string;'],
    [
      'packages/core/src/log.test.ts',
      "import { x } from './testing/fake-clock.ts';\nexport const at = Date.now() + x;",
    ],
  ];
  for (const [path, code] of allowed) {
    test(`allow \`${code.split('\n')[0] ?? ''}\` in ${path}`, async () => {
      expect(await lint(untyped, path, code)).toEqual([]);
    });
  }

  test('refuse a promise nobody waits for, and a switch that forgets a case', async () => {
    const code = `
      export function run(save: () => Promise<void>, kind: 'edit' | 'delete'): number {
        save();
        switch (kind) {
          case 'edit':
            return 1;
        }
        return 0;
      }`;
    const messages = (await lint(typed, 'packages/core/src/ports/clock.ts', code)).join('\n');
    expect(messages).toContain('no-floating-promises');
    expect(messages).toContain('switch-exhaustiveness-check');
  }, 60_000);
});
