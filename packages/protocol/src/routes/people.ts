import { z } from 'zod';
import { userId } from '../ids.ts';
import { sizes } from '../limits.ts';
import { user } from '../schemas/people.ts';
import { nameQuery, pageLimit } from '../schemas/primitives.ts';
import type { Route } from './route.ts';

/** Other people, and what admins do with accounts. */
export const peopleRoutes = {
  find_users: {
    method: 'GET',
    path: '/users',
    tag: 'people',
    access: 'user',
    summary: 'People by the beginning of a name, or by ids',
    query: z
      .object({
        query: nameQuery.optional().meta({ description: 'The beginning of a name' }),
        ids: z
          .string()
          .min(1)
          .max(sizes.usersPerLookup * 129)
          .optional()
          .meta({ description: `Up to ${String(sizes.usersPerLookup)} user ids, with commas between` }),
        limit: pageLimit,
      })
      .superRefine((value, context) => {
        if ((value.query === undefined) === (value.ids === undefined))
          context.addIssue({ code: 'custom', path: ['query'], message: 'give either query or ids' });
      }),
    answers: { 200: z.object({ users: z.array(user) }) },
  },
  get_user: {
    method: 'GET',
    path: '/users/{user_id}',
    tag: 'people',
    access: 'user',
    summary: 'One person',
    params: z.object({ user_id: userId }),
    answers: { 200: user },
  },
  disable_user: {
    method: 'PUT',
    path: '/users/{user_id}/disabled',
    tag: 'people',
    access: 'admin',
    summary: 'Shuts an account: sockets cut, tokens refused',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
  enable_user: {
    method: 'DELETE',
    path: '/users/{user_id}/disabled',
    tag: 'people',
    access: 'admin',
    summary: 'Opens an account again',
    params: z.object({ user_id: userId }),
    answers: { 204: null },
  },
} as const satisfies Record<string, Route>;
