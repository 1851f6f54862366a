import { expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from './clock.ts';
import { openBlobs } from './compose.ts';
import { describeIssues, readConfig } from './config.ts';
import { createLog } from './log.ts';
import { testS3 } from './media/blobs/testing/test-s3.ts';
import { systemRandom } from './random.ts';

async function open(environment: Record<string, string>) {
  const config = readConfig(environment);
  if (!config.ok) throw new Error(describeIssues(config.error.issues ?? []));
  const logged: string[] = [];
  const log = createLog('warn', { write: (line) => void logged.push(line) });
  const blobs = await openBlobs({ config: config.value, clock: systemClock, random: systemRandom, log });
  return { blobs, logged };
}

test('MED5: one node keeps media in its data folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-compose-'));
  try {
    const { blobs, logged } = await open({ DATA_DIR: dataDir });
    expect(blobs?.place).toBe('folder');
    expect(logged).toEqual([]);
  } finally {
    await rm(dataDir, { recursive: true });
  }
});

const cluster = { MONGO_URL: 'mongodb://db.example', REDIS_URL: 'redis://cache.example' };

test('MED5: several nodes without a place that they share take no media, and the log says what to set', async () => {
  const { blobs, logged } = await open(cluster);
  expect(blobs).toBeUndefined();
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/"level":"error".*S3_URL/);
});

if (testS3 === undefined) test.skip('several nodes with S3: set TEST_S3_URL', () => undefined);
else {
  const { url, bucket, accessKey, secretKey } = testS3;
  const s3 = { S3_URL: url, S3_BUCKET: bucket, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey };
  test('MED5: several nodes keep media in S3', async () => {
    const { blobs, logged } = await open({ ...cluster, ...s3 });
    expect(blobs?.place).toBe('s3');
    expect(logged).toEqual([]);
  });

  test('SEC4: a start that S3 refuses says the setting, and no key', async () => {
    const opening = open({ ...s3, S3_SECRET_KEY: 'sesame' }).then(
      () => '',
      (error: unknown) => String(error),
    );
    expect(await opening).toMatch(/S3_SECRET_KEY is not the secret/);
    expect(await opening).not.toContain('sesame');
  });
}
