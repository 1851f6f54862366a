// What is forbidden, with its reason. scripts/lint.test.ts holds the bans true.
import reactHooks from 'eslint-plugin-react-hooks';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { banRules, type Ban } from './scripts/lint-bans.ts';
import { houseRules } from './scripts/lint-rules.ts';

const everyBan: readonly Ban[] = ['time', 'randomness', 'environment', 'console', 'bun', 'engine'];

const serverImports = ['protocol', 'core', 'core/faults'];

const without = (...allowed: Ban[]): Ban[] => everyBan.filter((ban) => !allowed.includes(ban));

export default defineConfig(
  globalIgnores([
    '**/node_modules/',
    '**/dist/',
    '**/data/',
    '**/tmp/',
    'bench/results/',
    'coverage/',
    '**/*.d.ts',
  ]),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { 'import-x': importX, house: { rules: houseRules } },
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx'] })] },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { requireDefaultForNonUnion: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Text is counted in code points; splitting it there is meant.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Makers return closures, which need no `this`; classes are rare here.
      '@typescript-eslint/unbound-method': 'off',
      // A port is asynchronous even where one adapter has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      'import-x/no-cycle': 'error',
      'house/fileName': 'error',
      'house/fileSizeQuestion': ['warn', 250],
      'house/functionSizeQuestion': ['warn', 60],
      'house/justifiedCast': 'error',
      'house/explainedDisable': 'error',
    },
  },

  // The product. Each effect has one module; the rest receives it as an argument.
  { files: ['packages/protocol/src/**/*.ts'], rules: banRules([...everyBan, 'io'], []) },
  { files: ['packages/core/src/**/*.ts'], rules: banRules([...everyBan, 'io'], ['protocol']) },
  {
    files: ['packages/core/src/testing/**/*.ts'],
    rules: banRules(['console', 'environment', 'engine'], ['protocol']),
  },
  { files: ['packages/storage-*/src/**/*.ts'], rules: banRules(without('bun'), ['protocol', 'core']) },
  { files: ['packages/server/src/**/*.ts'], rules: banRules(everyBan, serverImports) },
  {
    files: ['packages/server/src/transport/**/*.ts'],
    rules: banRules(without('bun', 'engine'), serverImports),
  },
  { files: ['packages/server/src/auth/passwords.ts'], rules: banRules(without('bun'), serverImports) },
  {
    files: ['packages/server/src/media/blobs/s3-calls.ts'],
    rules: banRules(without('bun'), serverImports),
  },
  { files: ['packages/server/src/clock.ts'], rules: banRules(without('time'), serverImports) },
  { files: ['packages/server/src/random.ts'], rules: banRules(without('randomness'), serverImports) },
  { files: ['packages/server/src/config.ts'], rules: banRules(without('environment'), serverImports) },
  { files: ['packages/server/src/main.ts'], rules: banRules(without('console', 'bun'), serverImports) },
  // The client: types and constants of the protocol, nothing of the server.
  {
    files: ['packages/client/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: banRules(everyBan, ['protocol']),
  },
  {
    files: ['packages/client/src/adapters/system-clock.ts'],
    rules: banRules(without('time'), ['protocol']),
  },
  {
    files: ['packages/client/src/adapters/system-random.ts'],
    rules: banRules(without('randomness'), ['protocol']),
  },
  // The web app: React over the client. Time is the client's clock.
  {
    files: ['packages/web/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.ts'],
    plugins: { 'react-hooks': { rules: reactHooks.rules } },
    rules: {
      ...banRules([...everyBan, 'modal'], ['client']),
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  { files: ['packages/web/src/design/{modal,open-popover}.tsx'], rules: banRules(everyBan, ['client']) },
  // The one place that names adapters.
  {
    files: ['packages/server/src/compose.ts'],
    rules: banRules(everyBan, [...serverImports, 'storage-[a-z]+']),
  },

  // The simulation owns time and chance, and reaches everything but the wire's own libraries.
  {
    files: ['simulation/src/**/*.ts'],
    rules: { ...banRules(['time', 'randomness', 'sleep']), 'no-restricted-imports': 'off' },
  },

  // Tests may make their own time and chance, but wait for events, never for a while.
  {
    files: ['packages/*/src/**/*.test.ts', 'packages/{server,storage-mongo}/src/**/testing/**'],
    rules: banRules(['sleep']),
  },
  { files: ['packages/client/src/testing/**'], rules: banRules(['sleep'], ['protocol']) },
  {
    files: ['**/*.test.ts', 'packages/*/src/**/testing/**/*.ts', 'simulation/src/**/*.ts'],
    rules: {
      'house/functionSizeQuestion': 'off',
      'house/justifiedCast': 'off',
      'house/fileSizeQuestion': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },

  // The columns of a table of cases are parameters.
  { files: ['**/*.test.ts'], rules: { '@typescript-eslint/max-params': 'off' } },

  { files: ['**/*.{ts,tsx}'], ignores: ['**/*.config.ts'], rules: { 'import-x/no-default-export': 'error' } },
  { files: ['**/*.mjs'], plugins: { house: { rules: houseRules } }, rules: { 'house/fileName': 'error' } },
);
