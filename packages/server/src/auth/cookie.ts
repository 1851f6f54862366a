const NAME = 'parley_session';

/** The session token of a `Cookie` header. */
export function readSessionCookie(header: string | null): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2);
    if (name === NAME && value !== undefined && value !== '') return value;
  }
  return undefined;
}

export interface CookieLife {
  readonly isSecure: boolean;
  /** how long a browser keeps it unused */
  readonly ttlMs: number;
}

/** `Set-Cookie` for a new session: out of reach of scripts and of other sites' requests. SEC4 */
export function writeSessionCookie(token: string, { isSecure, ttlMs }: CookieLife): string {
  return `${NAME}=${token}; Path=/; Max-Age=${Math.floor(ttlMs / 1000)}${attributes(isSecure)}`;
}

/** `Set-Cookie` that takes it back. */
export function clearSessionCookie(isSecure: boolean): string {
  return `${NAME}=; Path=/; Max-Age=0${attributes(isSecure)}`;
}

function attributes(isSecure: boolean): string {
  return `; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
