// What is banned where, each with its reason. A later block of eslint.config.ts replaces the options of a rule as a
// whole, so every zone is composed from this table instead of adding to the zone before it.
import type { Linter } from 'eslint';

export type Ban =
  'time' | 'randomness' | 'environment' | 'console' | 'bun' | 'engine' | 'io' | 'sleep' | 'modal';

interface BanEntries {
  /** Global names. */
  readonly globals?: readonly string[];
  /** `object.property` pairs. */
  readonly properties?: readonly string[];
  /** ESLint selectors. */
  readonly syntax?: readonly string[];
  /** Regular expressions over import paths, and the names banned from them; without names all. */
  readonly imports?: readonly { readonly regex: string; readonly names?: string[] }[];
  readonly reason: string;
}

const packageDirection =
  'Packages import in one direction, by their front door: protocol → core → storage → server (ARCHITECTURE.md).';

const bans: Readonly<Record<Ban, BanEntries>> = {
  time: {
    globals: ['setTimeout', 'setInterval', 'setImmediate'],
    properties: [
      'Date.now',
      'performance.now',
      'Bun.sleep',
      'Bun.sleepSync',
      'Bun.nanoseconds',
      'globalThis.setTimeout',
    ],
    syntax: ["NewExpression[callee.name='Date'][arguments.length=0]", "CallExpression[callee.name='Date']"],
    imports: [{ regex: '^(node:)?timers(/promises)?$' }],
    reason: 'Time comes from the Clock port, so that tests and the simulation own it (server/src/clock.ts).',
  },
  randomness: {
    properties: ['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'Bun.randomUUIDv7'],
    imports: [
      {
        regex: '^(node:)?crypto$',
        names: [
          'randomUUID',
          'randomBytes',
          'randomInt',
          'randomFill',
          'randomFillSync',
          'getRandomValues',
          'webcrypto',
        ],
      },
    ],
    reason: 'Randomness is handed in, so that a seed replays a failure (server/src/random.ts).',
  },
  environment: {
    properties: ['process.env', 'Bun.env'],
    syntax: ["MemberExpression[object.type='MetaProperty'][property.name='env']"],
    imports: [{ regex: '^(node:)?process$', names: ['env', 'default'] }],
    reason: 'Settings are read and checked once, all wrong ones reported together (server/src/config.ts).',
  },
  console: {
    globals: ['console'],
    reason:
      'Logs are structured, carry a request id and never message text or credentials (SEC4): use the logger.',
  },
  bun: {
    globals: ['Bun'],
    imports: [{ regex: '^bun(:.*)?$' }],
    reason:
      "What is Bun's own stays in server/src/transport/, storage-sqlite, server/src/auth/passwords.ts and server/src/media/blobs/s3-calls.ts.",
  },
  engine: {
    imports: [{ regex: '^@socket\\.io/bun-engine' }],
    reason: 'The socket engine is pinned and guarded inside server/src/transport/ (SEC6).',
  },
  io: {
    globals: ['process', 'Buffer', 'fetch', 'WebSocket', 'localStorage', 'indexedDB', 'window', 'document'],
    imports: [{ regex: '^node:' }, { regex: '^(fs|path|crypto|events|stream|buffer|http|net|os)$' }],
    reason:
      'protocol and core do no I/O: they run in browsers, in tests and in the simulation alike; use a port.',
  },
  modal: {
    imports: [{ regex: '^@base-ui/react/(alert-dialog|dialog|drawer|popover)$' }],
    reason:
      'What stands in front of the page is a Modal or an OpenPopover (web/src/design): Back closes it (WEB6).',
  },
  sleep: {
    properties: ['Bun.sleep', 'Bun.sleepSync'],
    imports: [{ regex: '^(node:)?timers/promises$' }],
    reason: 'No sleeps in tests: wait for the event, or move the fake clock.',
  },
};

/** Reaching around a package's front door, by name or by path. */
const deepImports = [
  '^@parley/[^/]+/(?!(testing|faults)$)',
  '^(\\.\\./)+(protocol|core|storage-[a-z]+|server|client|web)/',
];

function restrictProperties(entries: BanEntries): { object: string; property: string; message: string }[] {
  return (entries.properties ?? []).map((pair) => {
    const [object = '', property = ''] = pair.split('.');
    return { object, property, message: entries.reason };
  });
}

function restrictImports(entries: BanEntries): { regex: string; importNames?: string[]; message: string }[] {
  return (entries.imports ?? []).map(({ regex, names }) => ({
    regex,
    ...(names === undefined ? {} : { importNames: names }),
    message: entries.reason,
  }));
}

function restrictPackages(mayImport: readonly string[]): { regex: string; message: string }[] {
  const allowed = mayImport.map((name) => `${name}$`).join('|');
  const others = allowed === '' ? '^@parley/' : `^@parley/(?!${allowed})`;
  return [others, ...deepImports].map((regex) => ({ regex, message: packageDirection }));
}

/**
 * ESLint rules for one zone.
 * @param active the bans that hold there
 * @param mayImport packages of ours it may import, such as `core` or `core/testing`; undefined: any front door
 */
export function banRules(active: readonly Ban[], mayImport?: readonly string[]): Linter.RulesRecord {
  const entries = active.map((ban) => bans[ban]);
  const packages =
    mayImport === undefined
      ? deepImports.map((regex) => ({ regex, message: packageDirection }))
      : restrictPackages(mayImport);
  return {
    'no-restricted-globals': [
      'error',
      ...entries.flatMap((entry) => (entry.globals ?? []).map((name) => ({ name, message: entry.reason }))),
    ],
    'no-restricted-properties': ['error', ...entries.flatMap(restrictProperties)],
    'no-restricted-syntax': [
      'error',
      ...entries.flatMap((entry) =>
        (entry.syntax ?? []).map((selector) => ({ selector, message: entry.reason })),
      ),
    ],
    'no-restricted-imports': ['error', { patterns: [...packages, ...entries.flatMap(restrictImports)] }],
  };
}
