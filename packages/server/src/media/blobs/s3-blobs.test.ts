import { describe, expect, test } from 'bun:test';
import { systemClock } from '../../clock.ts';
import { systemRandom } from '../../random.ts';
import { BlobError } from './blob-store.ts';
import { openS3Blobs } from './s3-blobs.ts';
import { describeBlobStore, newKey } from './testing/blob-store-contract.ts';
import { createTemporaryFiles } from './testing/temporary-files.ts';
import { testS3 } from './testing/test-s3.ts';

if (testS3 === undefined) test.skip('blobs in S3: set TEST_S3_URL', () => undefined);
else {
  const settings = testS3;
  const warn = (what: string) => {
    throw new Error(what);
  };
  const open = () => openS3Blobs({ settings, clock: systemClock, random: systemRandom, warn });
  describeBlobStore('blobs in S3', open);

  describe('a file on its way to S3', () => {
    const temporary = createTemporaryFiles();

    test('MED4: one that cannot be read to its end leaves nothing there', async () => {
      const blobs = await open();
      const key = newKey();
      // It opens, it has a size, and reading it fails.
      const folder = await temporary.folder();
      const outcome = await blobs.put(key, folder).catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(BlobError);
      expect(await blobs.size(key)).toBeUndefined();
    });
  });
}
