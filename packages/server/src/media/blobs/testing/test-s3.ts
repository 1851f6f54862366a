import type { S3Settings } from '../s3-calls.ts';

const { TEST_S3_URL: url, TEST_S3_KEY, TEST_S3_SECRET, TEST_S3_BUCKET } = process.env;

/** Where tests find an S3 service, and a bucket in it; `undefined`: nowhere. */
export const testS3: S3Settings | undefined =
  url === undefined
    ? undefined
    : {
        url,
        bucket: TEST_S3_BUCKET ?? 'media',
        region: 'us-east-1',
        accessKey: TEST_S3_KEY ?? '',
        secretKey: TEST_S3_SECRET ?? '',
      };
