/** How many of something are allowed: `burst` at once, then `perSecond`. An infinite `perSecond` lifts the limit. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** A token bucket as plain fields, so that whoever is limited can carry it without another object. */
export interface TokenBucket {
  tokens: number;
  /** Of the monotonic clock. */
  refilledAtMs: number;
}

/** Takes one token. False: the rate is exceeded. */
export function takeToken(bucket: TokenBucket, rate: Rate, nowMs: number): boolean {
  if (rate.perSecond === Infinity) return true;
  const earned = ((nowMs - bucket.refilledAtMs) * rate.perSecond) / 1000;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + earned);
  bucket.refilledAtMs = nowMs;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}
