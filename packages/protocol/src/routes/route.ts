import { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import { cursor, pageLimit, querySeq } from '../schemas/primitives.ts';

/** A row of the HTTP table. `params`, `query` and `body` are what is accepted, `answers` what comes back by status. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI style: `/groups/{group_id}` */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Who may call at all; what they then may see is decided further in. */
  readonly access: 'anonymous' | 'user' | 'admin';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** A schema for JSON answers, `null` for an empty one. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** What it may refuse beyond what follows from the above (sign-in, input, ids in the path, rates). */
  readonly refusals?: readonly ErrorCode[];
}

/** Query of a list that comes in pages. */
export const page = z.object({ cursor: cursor.optional(), limit: pageLimit });
/** Query of a log: what follows a position. */
export const changes = z.object({
  after: querySeq.default(0).meta({ description: 'The seq one holds' }),
  limit: pageLimit,
});
/** For the next page; null on the last. */
export const nextCursor = z.string().nullable();
