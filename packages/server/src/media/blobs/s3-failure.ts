import { BlobError } from './blob-store.ts';

/**
 * Why S3 did not do it: its own code (`NoSuchBucket`), the network's (`ECONNREFUSED`), `timeout`, or `''` where what
 * answered said none, and the status of the answer, if there was one. Nothing else of what was thrown is kept: network
 * errors carry the signed address, answers repeat keys and signatures. SEC4
 */
export class S3Failure extends Error {
  override readonly name = 'S3Failure';
  readonly code: string;
  readonly status: number | undefined;

  constructor(code: string, status?: number) {
    super(`S3 refused or failed (${[code, status].filter(Boolean).join(', ')})`);
    this.code = code;
    this.status = status;
  }
}

const passing: ReadonlySet<string> = new Set(['RequestTimeout', 'SlowDown', 'OperationAborted']);

/** Whether the same may work a moment later. */
export function isPassing({ code, status }: S3Failure): boolean {
  return status === undefined || status >= 500 || status === 429 || passing.has(code);
}

const full: ReadonlySet<string> = new Set([
  'QuotaExceeded',
  'ServiceQuotaExceededException',
  'XMinioAdminBucketQuotaExceeded',
  'XMinioStorageFull',
]);

export function blobErrorOf(failure: S3Failure): BlobError {
  const { code, status } = failure;
  const kind = full.has(code) || status === 507 ? 'full' : 'unavailable';
  const reason = code === '' ? `HTTP ${status ?? 'nothing'}` : code;
  return kind === 'full'
    ? new BlobError(kind, `The S3 service has no space left for media (${reason}).`)
    : new BlobError(kind, `The S3 service for media cannot be used (${reason}).`);
}

/** The settings cannot be right: one sentence for whoever starts the server. OPS1 */
export class BlobStartError extends Error {
  override readonly name = 'BlobStartError';
}

/** `undefined`: it is away, and may come back with the same settings. */
export function startErrorOf(failure: S3Failure): BlobStartError | undefined {
  const sentence = sentenceOf(failure);
  return sentence === undefined ? undefined : new BlobStartError(sentence);
}

const sentences: Readonly<Record<string, string>> = {
  InvalidAccessKeyId: 'S3_ACCESS_KEY: the S3 service does not know this key.',
  SignatureDoesNotMatch: 'S3_SECRET_KEY is not the secret of S3_ACCESS_KEY.',
  NoSuchBucket: 'S3_BUCKET: there is no such bucket; make it first.',
  RequestTimeTooSkewed:
    'S3_URL: the clock of this machine is not that of the S3 service; let it follow a time server.',
  region: 'S3_REGION is not the region of this bucket.',
};

/** What services of other makers say for the same. */
const synonyms: Readonly<Record<string, string>> = {
  XAdminUserNotFound: 'InvalidAccessKeyId',
  InvalidBucketName: 'NoSuchBucket',
  AuthorizationHeaderMalformed: 'region',
  AuthorizationQueryParametersError: 'region',
  InvalidRegionName: 'region',
  PermanentRedirect: 'region',
  IllegalLocationConstraintException: 'region',
};

function sentenceOf(failure: S3Failure): string | undefined {
  const { code, status } = failure;
  const known = sentences[synonyms[code] ?? code];
  if (known !== undefined) return known;
  if (/TLS|CERT|SSL|EPROTO|UNABLE_TO/.test(code))
    return `S3_URL: no secure connection can be made to what answers there (${code}).`;
  if (isPassing(failure)) return undefined;
  if (code === '') return `S3_URL: what answers there is no S3 service (HTTP ${status ?? 'nothing'}).`;
  if (status === 403)
    return `S3_ACCESS_KEY: this key may not read, write, list and delete in S3_BUCKET (${code}).`;
  return `S3_URL: the S3 service refuses what Parley needs (${code}).`;
}
