import { z } from 'zod';
import { seq, sessionId, userId } from '../ids.ts';
import { accountEntry } from '../schemas/entry.ts';
import { me, session, user } from '../schemas/people.ts';
import { displayName, password, passwordGiven, settings, username } from '../schemas/primitives.ts';
import { changes, type Route } from './route.ts';

const credentials = {
  username,
  password: passwordGiven,
  cookie: z.boolean().optional(),
};
const signedIn = z.object({
  user,
  token: z.string().optional().meta({ description: 'Left out when a cookie was asked for' }),
});
/** The own account. */
export const identityRoutes = {
  register: {
    method: 'POST',
    path: '/auth/register',
    tag: 'identity',
    access: 'anonymous',
    summary: 'Creates an account and signs in; the first account becomes admin',
    body: z.object({
      username,
      password,
      display_name: displayName.optional(),
      cookie: z.boolean().optional(),
    }),
    answers: { 201: signedIn },
    refusals: ['forbidden', 'conflict', 'rate_limited', 'unavailable'],
  },
  login: {
    method: 'POST',
    path: '/auth/login',
    tag: 'identity',
    access: 'anonymous',
    summary: 'Signs in',
    body: z.object(credentials),
    answers: { 200: signedIn },
    refusals: ['unauthenticated', 'rate_limited', 'unavailable'],
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    tag: 'identity',
    access: 'user',
    summary: 'Ends this session; its sockets are cut on every node',
    answers: { 204: null },
  },
  list_sessions: {
    method: 'GET',
    path: '/auth/sessions',
    tag: 'identity',
    access: 'user',
    summary: 'Where one is signed in',
    answers: { 200: z.object({ sessions: z.array(session) }) },
  },
  revoke_session: {
    method: 'DELETE',
    path: '/auth/sessions/{id}',
    tag: 'identity',
    access: 'user',
    summary: 'Ends a session of one’s own',
    params: z.object({ id: sessionId }),
    answers: { 204: null },
  },
  get_me: {
    method: 'GET',
    path: '/me',
    tag: 'identity',
    access: 'user',
    summary: 'The own account',
    answers: { 200: me },
  },
  update_me: {
    method: 'PATCH',
    path: '/me',
    tag: 'identity',
    access: 'user',
    summary: 'Changes name, avatar or settings',
    body: z.object({
      display_name: displayName.optional(),
      avatar_media_id: z.string().min(1).max(64).nullable().optional(),
      settings: settings.optional(),
    }),
    answers: { 200: me },
  },
  change_password: {
    method: 'POST',
    path: '/me/password',
    tag: 'identity',
    access: 'user',
    summary: 'Changes the password; other sessions are cut',
    body: z.object({ current: passwordGiven, new: password }),
    answers: { 204: null },
  },
  list_my_changes: {
    method: 'GET',
    path: '/me/changes',
    tag: 'identity',
    access: 'user',
    summary: 'The personal log after a position',
    query: changes,
    answers: { 200: z.object({ entries: z.array(accountEntry), last_seq: seq, has_more: z.boolean() }) },
  },
  list_blocks: {
    method: 'GET',
    path: '/me/blocks',
    tag: 'identity',
    access: 'user',
    summary: 'Whom one has blocked',
    answers: { 200: z.object({ user_ids: z.array(userId) }) },
  },
  block_user: {
    method: 'PUT',
    path: '/me/blocks/{user_id}',
    tag: 'identity',
    access: 'user',
    summary: 'Blocks a person',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  unblock_user: {
    method: 'DELETE',
    path: '/me/blocks/{user_id}',
    tag: 'identity',
    access: 'user',
    summary: 'Takes a block back',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
} as const satisfies Record<string, Route>;
