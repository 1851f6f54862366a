import { describe, expect, test } from 'bun:test';
import { describeIssues, readConfig } from './config.ts';
import { envExample, settingsPage } from './settings-pages.ts';
import { settingRows } from './settings.ts';

function issuesOf(environment: Record<string, string>) {
  const config = readConfig(environment);
  return config.ok ? [] : (config.error.issues ?? []).map(({ path }) => path);
}

function configOf(environment: Record<string, string>) {
  const config = readConfig(environment);
  if (!config.ok) throw new Error(describeIssues(config.error.issues ?? []));
  return config.value;
}

describe('settings', () => {
  test('LIM1: an empty environment gives the documented defaults', () => {
    const config = configOf({});
    expect(config).toMatchObject({
      port: 8001,
      adminPort: 8002,
      host: '0.0.0.0',
      dataDir: './data',
      batchSize: 25,
      flushIntervalMs: 1000,
      registration: 'open',
      sessionTtlMs: 90 * 86_400_000,
      editWindowMs: 900_000,
      rateLimits: 'on',
      logLevel: 'info',
    });
    expect(config.limits.edit_window_s).toBe(900);
    expect(config.publicUrl).toBeUndefined();
  });

  test('OPS1: every wrong value is reported at once, by name', () => {
    const wrong = {
      PORT: '99999',
      BATCH_SIZE: 'many',
      SESSION_TTL: '90',
      ALLOWED_ORIGINS: 'https://ok.example,https://not.example/path',
      TRUSTED_PROXIES: '10.0.0.0/33',
      AUTH_JWT_SECRET: 'short',
      REGISTRATION: 'maybe',
      MONGO_URL: 'postgres://somewhere',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'chat.example.org',
    };
    expect(issuesOf(wrong).toSorted()).toEqual(Object.keys(wrong).toSorted());
  });

  test('SEC4: what is reported never repeats a secret', () => {
    const config = readConfig({ AUTH_JWT_SECRET: 'hunter2', S3_SECRET_KEY: 'sesame' });
    expect(config.ok).toBe(false);
    expect(JSON.stringify(config)).not.toMatch(/hunter2|sesame/);
  });

  test('LIM1: the largest upload is the one that is announced', () => {
    const { media, limits } = configOf({
      MAX_UPLOAD_MB: '4096',
      UPLOAD_QUOTA_MB: '0',
      MIN_FREE_DISK_MB: '1',
    });
    expect(media).toEqual({
      maxUploadBytes: 4_294_967_296,
      quotaBytes: 0,
      minFreeBytes: 1_048_576,
      s3: undefined,
    });
    expect(limits.upload_bytes).toBe(4_294_967_296);
    expect(configOf({}).limits.upload_bytes).toBe(26_214_400);
    expect(issuesOf({ MAX_UPLOAD_MB: '0' })).toEqual(['MAX_UPLOAD_MB']);
    expect(issuesOf({ MAX_UPLOAD_MB: '4097' })).toEqual(['MAX_UPLOAD_MB']);
  });

  test('OPS1: the settings of S3 come together or not at all', () => {
    const s3 = {
      S3_URL: 'https://s3.example',
      S3_BUCKET: 'media',
      S3_ACCESS_KEY: 'hunter2',
      S3_SECRET_KEY: 'sesame',
    };
    expect(configOf(s3).media.s3).toEqual({
      url: 'https://s3.example',
      bucket: 'media',
      region: 'us-east-1',
      accessKey: 'hunter2',
      secretKey: 'sesame',
    });
    expect(configOf({ ...s3, S3_REGION: 'eu-central-1' }).media.s3?.region).toBe('eu-central-1');
    expect(configOf({ S3_REGION: 'eu-central-1' }).media.s3).toBeUndefined();
    for (const name of Object.keys(s3)) {
      expect(issuesOf({ ...s3, [name]: '' })).toEqual([name]);
      const alone = readConfig({ [name]: s3[name as keyof typeof s3] });
      expect(alone.ok ? [] : alone.error.issues).toHaveLength(3);
      expect(JSON.stringify(alone)).not.toMatch(/hunter2|sesame/);
    }
    expect(issuesOf({ ...s3, S3_URL: 'https://hunter2:sesame@s3.example' })).toEqual(['S3_URL']);
    expect(issuesOf({ ...s3, S3_BUCKET: 'a/b' })).toEqual(['S3_BUCKET']);
  });

  test('CLU1: several nodes need a store that they can share', () => {
    const redis = 'redis://:hunter2@cache.example';
    expect(issuesOf({ REDIS_URL: redis })).toEqual(['REDIS_URL']);
    expect(issuesOf({ REDIS_URL: 'cache.example', MONGO_URL: 'mongodb://db' })).toEqual(['REDIS_URL']);
    expect(configOf({ REDIS_URL: redis, MONGO_URL: 'mongodb://db' }).redisUrl).toBe(redis);
    expect(JSON.stringify(readConfig({ REDIS_URL: redis }))).not.toContain('hunter2');
  });

  test('SEC1: a host application that signs people in closes registration unless it is opened', () => {
    const secret = 'x'.repeat(32);
    expect(configOf({ AUTH_JWT_SECRET: secret }).registration).toBe('closed');
    expect(configOf({ AUTH_JWT_SECRET: secret, REGISTRATION: 'open' }).registration).toBe('open');
    expect(issuesOf({ AUTH_JWT_ISSUER: 'me' })).toEqual(['AUTH_JWT_ISSUER']);
  });

  test('LIM1: durations, lists and origins are read as written', () => {
    const config = configOf({
      EDIT_WINDOW: '0',
      SESSION_TTL: '12h',
      FLUSH_INTERVAL: '0.25',
      ALLOWED_ORIGINS: ' https://a.example , http://b.example:8080 ',
      TRUSTED_PROXIES: '127.0.0.1,fd00::/8',
      PUBLIC_URL: 'https://chat.example.org/',
      PORT: '0',
      ADMIN_PORT: '0',
    });
    expect(config.editWindowMs).toBe(0);
    expect(config.sessionTtlMs).toBe(43_200_000);
    expect(config.flushIntervalMs).toBe(250);
    expect(config.allowedOrigins).toEqual(['https://a.example', 'http://b.example:8080']);
    expect(config.trustedProxies).toEqual(['127.0.0.1', 'fd00::/8']);
    expect(config.publicUrl).toBe('https://chat.example.org');
  });

  test('OPS1: both ports on one number are refused before anything starts', () => {
    expect(issuesOf({ PORT: '9000', ADMIN_PORT: '9000' })).toEqual(['ADMIN_PORT']);
  });

  test('LIM1: the pages for operators name every setting', () => {
    for (const [name] of settingRows) {
      expect(settingsPage()).toContain(`\`${name}\``);
      expect(envExample()).toContain(`#${name}=`);
    }
  });
});
