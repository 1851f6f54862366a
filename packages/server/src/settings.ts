import type { z } from 'zod';
import {
  bucketName,
  duration,
  jwtSecret,
  listOf,
  mongoUrl,
  network,
  oneOf,
  origin,
  port,
  redisUrl,
  s3Url,
  seconds,
  text,
  webUrl,
  wholeNumber,
} from './setting-kinds.ts';

/** One row of the table of settings. */
export interface Setting {
  /** As one would write it in `.env`; `''`: unset. An empty value counts as unset too. */
  readonly default: string;
  readonly kind: z.ZodType<unknown, string>;
  /** One line for operators. */
  readonly about: string;
  /** Its value is never shown. SEC4 */
  readonly isSecret?: true;
}

/** Every setting, from the environment or `.env`. The pages for operators are made from this table. */
export const settings = {
  PORT: { default: '8001', kind: port, about: 'Port of HTTP and Socket.IO; 0 takes any free one' },
  HOST: { default: '0.0.0.0', kind: text, about: 'Address to listen on' },
  PUBLIC_URL: {
    default: '',
    kind: origin,
    about: 'Where browsers find this server, such as https://chat.example.org; unset: what their Host says',
  },
  DATA_DIR: {
    default: './data',
    kind: text,
    about: 'Folder of the database and of media; one process at a time',
  },
  MONGO_URL: {
    default: '',
    kind: mongoUrl,
    about:
      'MongoDB (a replica set, or Atlas) instead of SQLite in DATA_DIR; its path names the database, else `parley`',
    isSecret: true,
  },
  MAX_POOL_SIZE: {
    default: '50',
    kind: wholeNumber(1, 1_000),
    about: 'Most connections to MongoDB',
  },
  MIN_POOL_SIZE: {
    default: '10',
    kind: wholeNumber(0, 1_000),
    about: 'Connections to MongoDB kept open',
  },
  REDIS_URL: {
    default: '',
    kind: redisUrl,
    about:
      'Redis 7 or later, or Valkey: set on every node where several work on one MONGO_URL; carries hints only',
    isSecret: true,
  },
  BATCH_SIZE: {
    default: '25',
    kind: wholeNumber(1, 10_000),
    about: 'Most entries in one commit to begin with; the limit then follows the store’s own latency',
  },
  FLUSH_INTERVAL: {
    default: '1.0',
    kind: seconds(0.01, 60),
    about: 'Seconds a message may wait for a commit before it goes to the journal; anything else is refused',
  },
  MAX_RETRIES: {
    default: '2',
    kind: wholeNumber(0, 10),
    about: 'How often a failed commit is made again; one more failure in a row opens the breaker',
  },
  JOURNAL_MAX_MB: {
    default: '1024',
    kind: wholeNumber(0, 1_000_000),
    about: 'Size of the journal that takes messages while the store is away; 0: none, they are refused then',
  },
  MAX_UPLOAD_MB: {
    default: '25',
    kind: wholeNumber(1, 4_096),
    about: 'Largest upload',
  },
  UPLOAD_QUOTA_MB: {
    default: '2048',
    kind: wholeNumber(0, 1_000_000_000),
    about: 'How much one person may have uploaded in all; 0: no limit',
  },
  MIN_FREE_DISK_MB: {
    default: '512',
    kind: wholeNumber(0, 1_000_000_000),
    about: 'With less space than this on the disk of DATA_DIR uploads are refused',
  },
  S3_URL: {
    default: '',
    kind: s3Url,
    about:
      'S3-compatible service that keeps media instead of DATA_DIR, such as https://s3.eu-central-1.amazonaws.com; set with its bucket and keys or not at all; several nodes need it to take uploads',
  },
  S3_BUCKET: {
    default: '',
    kind: bucketName,
    about: 'Its bucket, which is there and is for Parley alone',
  },
  S3_REGION: { default: 'us-east-1', kind: text, about: 'The region of that bucket' },
  S3_ACCESS_KEY: {
    default: '',
    kind: text,
    about: 'Key id that may read, write, list and delete in the bucket',
    isSecret: true,
  },
  S3_SECRET_KEY: { default: '', kind: text, about: 'The secret of that key', isSecret: true },
  REGISTRATION: {
    default: '',
    kind: oneOf('open', 'closed'),
    about:
      'open: anyone may make an account. Unset: open, or closed where AUTH_JWT_… or AUTH_JWKS_URL is set',
  },
  SESSION_TTL: { default: '90d', kind: duration(60_000), about: 'Sessions unused for this long end' },
  ALLOWED_ORIGINS: {
    default: '',
    kind: listOf(origin),
    about: 'Other web origins that may call with a token, exact, separated by commas',
  },
  TRUSTED_PROXIES: {
    default: '',
    kind: listOf(network),
    about:
      'Addresses or networks of proxies whose X-Forwarded-For and X-Forwarded-Proto count, separated by commas',
  },
  AUTH_JWT_SECRET: {
    default: '',
    kind: jwtSecret,
    about: 'A host application signs people in with HS256 tokens made with this secret, at least 32 bytes',
    isSecret: true,
  },
  AUTH_JWKS_URL: {
    default: '',
    kind: webUrl,
    about: 'The same with asymmetric keys, published at this address',
  },
  AUTH_JWT_ISSUER: { default: '', kind: text, about: 'Required `iss` of such tokens; unset: any' },
  AUTH_JWT_AUDIENCE: { default: '', kind: text, about: 'Required `aud` of such tokens; unset: any' },
  EDIT_WINDOW: { default: '15m', kind: duration(0), about: 'How long a message may be edited; 0: always' },
  ADMIN_PORT: {
    default: '8002',
    kind: port,
    about: 'Port of /metrics, and of backup, restore and move; 0 takes any free one',
  },
  ADMIN_HOST: { default: '127.0.0.1', kind: text, about: 'Address of /metrics; keep it private' },
  LOG_LEVEL: {
    default: 'info',
    kind: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    about: 'How much is logged',
  },
  RATE_LIMITS: {
    default: 'on',
    kind: oneOf('on', 'off'),
    about: 'off lifts every rate and cap per address, for tests and benchmarks only',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** What a setting parses to; `undefined` when it is unset and has no default. */
export type SettingValue<Name extends SettingName> =
  | z.output<(typeof settings)[Name]['kind']>
  | ((typeof settings)[Name]['default'] extends '' ? undefined : never);

/** The table as rows, in its order. */
export const settingRows: readonly (readonly [name: string, setting: Setting])[] = Object.entries(settings);
