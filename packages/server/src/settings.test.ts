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

  test('OPS1: settings of parts not built accept what changes nothing and refuse the rest', () => {
    expect(issuesOf({ MAX_UPLOAD_MB: '25', S3_URL: '' })).toEqual([]);
    expect(issuesOf({ MAX_UPLOAD_MB: '26', S3_URL: 'http://x' })).toHaveLength(2);
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
