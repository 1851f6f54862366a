import type { Result, SessionId, UserId } from '@parley/protocol';

/** Who a token speaks for. */
export interface Identity {
  readonly userId: UserId;
  /** `null` for a host application's JWT: there is no session to list or revoke */
  readonly sessionId: SessionId | null;
  /** What `ready.session_id` says: the session's id, or `jwt-` and 16 hex digits of the JWT's hash. */
  readonly announcedSessionId: SessionId;
  readonly isAdmin: boolean;
  /** UTC ms at which a JWT ends and its sockets are cut; `null` for sessions, which end by disuse */
  readonly expiresAtMs: number | null;
}

export interface Authenticator {
  /**
   * Whose token this is, a session's or a JWT by its form. Cheap when asked again: what was read is kept for seconds,
   * and dropped at once when the session is revoked or the account shut on this node (SEC1). A socket that has just
   * joined its rooms asks once more: a revocation in between looked there in vain.
   * Refused: `unauthenticated` (unknown, ended, expired, disabled), `unavailable` (the key server is away).
   * @throws StoreError
   */
  authenticate(token: string): Promise<Result<Identity>>;
}
