import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountStore, Clock } from '@parley/core';
import { sizes, userId, type SignedAddress, type UserId } from '@parley/protocol';
import { parseServedFile } from './parse-file.ts';

export interface SignedAddressesDeps {
  /** At least 32 bytes, of this server alone: the same on all of its nodes. */
  readonly secret: Uint8Array;
  readonly accounts: Pick<AccountStore, 'findUsers'>;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/**
 * Addresses of single files that need no token, for players that cannot send one. They say who asked, and end after
 * minutes; whether that person may see the file is asked again with each request. SEC4
 */
export interface SignedAddresses {
  /** @param file the last part of the file's address. `undefined`: it names no file */
  sign(reader: UserId, file: string): SignedAddress | undefined;
  /** Whose signed address this is; `undefined`: it is none, or no good any more. @throws StoreError */
  readerOf(url: string): Promise<UserId | undefined>;
}

const SECRET_BYTES = 32;

/**
 * Nodes that share an S3 share its secret, and so this one; a node alone draws one, and its addresses end with it.
 */
export function signingSecret(
  s3Secret: string | undefined,
  randomBytes: (count: number) => Uint8Array,
): Uint8Array {
  if (s3Secret === undefined) return randomBytes(SECRET_BYTES);
  return createHmac('sha256', s3Secret).update('parley: signed addresses').digest();
}

export function createSignedAddresses({ secret, accounts, clock }: SignedAddressesDeps): SignedAddresses {
  function signatureOf(file: string, reader: UserId, expiresAtMs: number): Buffer {
    const served = parseServedFile(file);
    // A user id has no line feed, so that the parts cannot run into each other.
    const text = [served?.id, served?.variant, reader, expiresAtMs].join('\n');
    return createHmac('sha256', secret).update(text).digest();
  }

  return {
    sign(reader, file) {
      if (parseServedFile(file) === undefined) return undefined;
      const expiresAtMs = clock.nowMs() + sizes.signedAddressMs;
      const signature = signatureOf(file, reader, expiresAtMs).toString('base64url');
      const query = new URLSearchParams({ reader, expires: String(expiresAtMs), signature });
      return {
        url: `/uploads/${file}?${query.toString()}`,
        expires_at: new Date(expiresAtMs).toISOString(),
      };
    },
    async readerOf(url) {
      const { pathname, searchParams } = new URL(url);
      const given = searchParams.get('signature');
      const reader = userId.safeParse(searchParams.get('reader'));
      const expiresAtMs = Number(searchParams.get('expires') ?? 0);
      const file = /^\/uploads\/([^/]+)\/?$/.exec(pathname)?.[1];
      if (given === null || file === undefined || !reader.success) return undefined;
      const lifeMs = expiresAtMs - clock.nowMs();
      if (!(lifeMs > 0 && lifeMs <= sizes.signedAddressMs)) return undefined;
      const expected = signatureOf(file, reader.data, expiresAtMs);
      const actual = Buffer.from(given, 'base64url');
      if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
      const [user] = await accounts.findUsers([reader.data]);
      return user === undefined || user.disabled ? undefined : user.id;
    },
  };
}
