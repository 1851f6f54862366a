import type { Chat } from '@parley/core';
import type { Result } from '@parley/protocol';
import { clearSessionCookie, writeSessionCookie } from '../../auth/cookie.ts';
import type { OwnSessions } from '../../auth/own-sessions.ts';
import type { RevokeSession } from '../../auth/revoke-session.ts';
import type { SignedIn, SignIn } from '../../auth/sign-in.ts';
import { done, ok, type HandlersOf, type RequestFacts } from '../route-call.ts';

export interface IdentityDeps {
  readonly chat: Chat;
  readonly signIn: SignIn;
  readonly ownSessions: OwnSessions;
  readonly revokeSession: RevokeSession;
  readonly sessionTtlMs: number;
}

export function createIdentityHandlers(deps: IdentityDeps): HandlersOf<'identity'> {
  const { chat, signIn, ownSessions } = deps;
  const answerSignIn = createSignInAnswer(deps.sessionTtlMs);

  return {
    register: async ({ body, request }) =>
      answerSignIn(201, await signIn.register(body, request), { request, asCookie: body.cookie === true }),
    login: async ({ body, request }) =>
      answerSignIn(200, await signIn.logIn(body, request), { request, asCookie: body.cookie === true }),
    async logout({ caller, request }) {
      const ended = await ownSessions.logOut(caller);
      if (!ended.ok) return ended;
      return {
        ok: true,
        value: { status: 204, body: null, setCookie: clearSessionCookie(request.isSecure) },
      };
    },
    list_sessions: async ({ caller }) => ok(await ownSessions.list(caller)),
    revoke_session: async ({ caller, params }) => done(await deps.revokeSession(caller.userId, params.id)),
    get_me: async ({ caller }) => ok(await chat.getMe(caller)),
    update_me: async ({ caller, body }) => ok(await chat.updateMe(caller, body)),
    change_password: async ({ caller, body, request }) =>
      done(await ownSessions.changePassword(caller, body, request.address)),
    list_my_changes: async ({ caller, query }) => ok(await chat.listMyChanges(caller, query)),
    list_blocks: async ({ caller }) => ok(await chat.listBlocks(caller)),
    block_user: async ({ caller, params }) => done(await chat.setBlock(caller, params.user_id, true)),
    unblock_user: async ({ caller, params }) => done(await chat.setBlock(caller, params.user_id, false)),
  };
}

/** The token goes into the body or into a cookie, never into both. */
function createSignInAnswer(ttlMs: number) {
  return function answer<Status extends number>(
    status: Status,
    result: Result<SignedIn>,
    { request, asCookie }: { request: RequestFacts; asCookie: boolean },
  ) {
    if (!result.ok) return result;
    const { user, token } = result.value;
    const value = asCookie
      ? {
          status,
          body: { user },
          setCookie: writeSessionCookie(token, { isSecure: request.isSecure, ttlMs }),
        }
      : { status, body: { user, token } };
    return { ok: true as const, value };
  };
}
