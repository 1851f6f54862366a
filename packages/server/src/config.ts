import { limits as defaultLimits, refuse, type Issue, type Limits, type Result } from '@parley/protocol';
import type { S3Settings } from './media/blobs/s3-calls.ts';
import { settings, type SettingName, type SettingValue } from './settings.ts';

/** What the settings say, parsed. Times in ms. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** scheme, host and port, without a slash; `undefined`: what the request's Host says */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  /** `undefined`: SQLite in the data folder */
  readonly mongo: MongoConfig | undefined;
  /** `undefined`: this is the only node */
  readonly redisUrl: string | undefined;
  readonly batchSize: number;
  readonly flushIntervalMs: number;
  readonly maxRetries: number;
  /** 0: no journal */
  readonly journalMaxBytes: number;
  readonly media: MediaConfig;
  readonly registration: 'open' | 'closed';
  readonly sessionTtlMs: number;
  readonly allowedOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  /** `undefined`: no host application signs people in */
  readonly jwt: JwtConfig | undefined;
  /** 0: messages may always be edited */
  readonly editWindowMs: number;
  readonly adminPort: number;
  readonly adminHost: string;
  readonly logLevel: NonNullable<SettingValue<'LOG_LEVEL'>>;
  readonly rateLimits: 'on' | 'off';
  /** as `ready` and `GET /server` announce them */
  readonly limits: Limits;
}

export interface MongoConfig {
  readonly url: string;
  readonly maxPoolSize: number;
  readonly minPoolSize: number;
}

export interface MediaConfig {
  readonly maxUploadBytes: number;
  /** of one person; 0: no limit */
  readonly quotaBytes: number;
  /** on the disk of the data folder, below which uploads are refused */
  readonly minFreeBytes: number;
  /** `undefined`: the data folder keeps media */
  readonly s3: S3Settings | undefined;
}

export interface JwtConfig {
  /** HS256; at least 32 bytes */
  readonly secret: string | undefined;
  /** asymmetric keys */
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

const MEGABYTE = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** Parses the environment (Bun has added `.env` to it), or says everything that is wrong with it at once. */
export function readConfig(environment: Environment = process.env): Result<Config> {
  const issues: Issue[] = [];
  const read = createReader(environment, issues);
  const jwt = readJwt(read);
  const editWindowMs = read('EDIT_WINDOW') ?? 0;
  const media = readMedia(read, issues);
  const config: Config = {
    port: read('PORT') ?? 0,
    host: read('HOST') ?? '',
    publicUrl: read('PUBLIC_URL'),
    dataDir: read('DATA_DIR') ?? '',
    mongo: readMongo(read),
    redisUrl: read('REDIS_URL'),
    batchSize: read('BATCH_SIZE') ?? 0,
    flushIntervalMs: read('FLUSH_INTERVAL') ?? 0,
    maxRetries: read('MAX_RETRIES') ?? 0,
    journalMaxBytes: (read('JOURNAL_MAX_MB') ?? 0) * MEGABYTE,
    media,
    registration: read('REGISTRATION') ?? (jwt === undefined ? 'open' : 'closed'),
    sessionTtlMs: read('SESSION_TTL') ?? 0,
    allowedOrigins: read('ALLOWED_ORIGINS') ?? [],
    trustedProxies: read('TRUSTED_PROXIES') ?? [],
    jwt,
    editWindowMs,
    adminPort: read('ADMIN_PORT') ?? 0,
    adminHost: read('ADMIN_HOST') ?? '',
    logLevel: read('LOG_LEVEL') ?? 'info',
    rateLimits: read('RATE_LIMITS') ?? 'on',
    limits: {
      ...defaultLimits,
      upload_bytes: media.maxUploadBytes,
      edit_window_s: Math.ceil(editWindowMs / 1000),
    },
  };
  refuseContradictions(config, read, issues);
  return issues.length === 0
    ? { ok: true, value: config }
    : refuse('invalid', 'The settings are wrong.', { issues });
}

type Reader = <Name extends SettingName>(name: Name) => SettingValue<Name> | undefined;

/** A wrong value becomes an issue and reads as `undefined`, so that all of them are found. */
function createReader(environment: Environment, issues: Issue[]): Reader {
  return (name) => {
    const setting = settings[name];
    const given = environment[name]?.trim();
    const value = given === undefined || given === '' ? setting.default : given;
    if (value === '') return undefined;
    const parsed = setting.kind.safeParse(value);
    // The row's own schema made it; TypeScript cannot follow one name through two tables.
    if (parsed.success) return parsed.data as SettingValue<typeof name>;
    for (const message of new Set(parsed.error.issues.map((issue) => issue.message)))
      issues.push({ path: name, message });
    return undefined;
  };
}

function readMongo(read: Reader): MongoConfig | undefined {
  const url = read('MONGO_URL');
  const [maxPoolSize, minPoolSize] = [read('MAX_POOL_SIZE') ?? 1, read('MIN_POOL_SIZE') ?? 0];
  return url === undefined ? undefined : { url, maxPoolSize, minPoolSize };
}

function readJwt(read: Reader): JwtConfig | undefined {
  const jwt = {
    secret: read('AUTH_JWT_SECRET'),
    jwksUrl: read('AUTH_JWKS_URL'),
    issuer: read('AUTH_JWT_ISSUER'),
    audience: read('AUTH_JWT_AUDIENCE'),
  };
  return jwt.secret === undefined && jwt.jwksUrl === undefined ? undefined : jwt;
}

function readMedia(read: Reader, issues: Issue[]): MediaConfig {
  return {
    maxUploadBytes: (read('MAX_UPLOAD_MB') ?? 0) * MEGABYTE,
    quotaBytes: (read('UPLOAD_QUOTA_MB') ?? 0) * MEGABYTE,
    minFreeBytes: (read('MIN_FREE_DISK_MB') ?? 0) * MEGABYTE,
    s3: readS3(read, issues),
  };
}

/** All of them or none: a part of it would keep media where nobody looks for them. */
function readS3(read: Reader, issues: Issue[]): S3Settings | undefined {
  const [url, bucket] = [read('S3_URL'), read('S3_BUCKET')];
  const [accessKey, secretKey] = [read('S3_ACCESS_KEY'), read('S3_SECRET_KEY')];
  const region = read('S3_REGION') ?? '';
  const given = { S3_URL: url, S3_BUCKET: bucket, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  for (const [path, value] of Object.entries(given))
    if (value === undefined && issues.every((issue) => issue.path !== path))
      issues.push({ path, message: `is missing: ${Object.keys(given).join(', ')} go together` });
  if (url === undefined || bucket === undefined) return undefined;
  if (accessKey === undefined || secretKey === undefined) return undefined;
  return { url, bucket, region, accessKey, secretKey };
}

function refuseContradictions(config: Config, read: Reader, issues: Issue[]): void {
  for (const name of ['AUTH_JWT_ISSUER', 'AUTH_JWT_AUDIENCE'] as const)
    if (config.jwt === undefined && read(name) !== undefined && issues.length === 0)
      issues.push({ path: name, message: 'needs AUTH_JWT_SECRET or AUTH_JWKS_URL' });
  if (config.mongo !== undefined && config.mongo.minPoolSize > config.mongo.maxPoolSize)
    issues.push({ path: 'MIN_POOL_SIZE', message: 'must be at most MAX_POOL_SIZE' });
  if (config.redisUrl !== undefined && config.mongo === undefined && read('MONGO_URL') === undefined)
    issues.push({
      path: 'REDIS_URL',
      message: 'needs MONGO_URL: several nodes share one MongoDB, and SQLite is for one node alone',
    });
  if (config.port !== 0 && config.port === config.adminPort)
    issues.push({ path: 'ADMIN_PORT', message: 'must differ from PORT' });
}

/** What the operator reads: a line per wrong setting. */
export function describeIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path} ${message}`).join('\n');
}
