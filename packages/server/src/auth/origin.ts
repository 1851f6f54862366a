/** Where a request comes from, by its `Origin`. `absent`: no browser page, or a browser's plain GET. */
export type Standing = 'absent' | 'own' | 'allowed' | 'foreign';

export interface OriginFacts {
  /** The `Origin` header, `null` when there is none. */
  readonly origin: string | null;
  /** The `Host` header. */
  readonly host: string | null;
  /** `PUBLIC_URL`; `undefined`: the host decides. */
  readonly publicUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
}

/** SEC4: `Origin` is absent, the server's own (`PUBLIC_URL`, else `Host`), one of `ALLOWED_ORIGINS`, or foreign. */
export function judgeOrigin({ origin, host, publicUrl, allowedOrigins }: OriginFacts): Standing {
  if (origin === null) return 'absent';
  if (isOwn(origin, host, publicUrl)) return 'own';
  return allowedOrigins.includes(origin) ? 'allowed' : 'foreign';
}

function isOwn(origin: string, host: string | null, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined) return origin === publicUrl;
  // Behind a TLS proxy this server cannot see the scheme, so the host alone is compared.
  return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
}

export interface CookieFacts {
  readonly method: string;
  /** A WebSocket's handshake: scripts of any page may start one, and browsers add cookies to it. */
  readonly isUpgrade: boolean;
}

/** SEC4: a cookie counts from the server's own origin; without `Origin` only on GET and HEAD, and never on an upgrade. */
export function mayUseCookie(standing: Standing, { method, isUpgrade }: CookieFacts): boolean {
  if (standing === 'own') return true;
  return standing === 'absent' && !isUpgrade && (method === 'GET' || method === 'HEAD');
}
