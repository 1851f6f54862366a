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
  /**
   * Who may call at all; what they then may see is decided further in. `signed`: users, and whoever has the address
   * that one of them had signed, for a while.
   */
  readonly access: 'anonymous' | 'user' | 'admin' | 'signed';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  /** by their names in lower case; others are nobody's business */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /**
   * Bytes go in or out as they come: the handler reads the request and makes the response by itself. `body` and
   * `answers` are then for the documents only.
   */
  readonly stream?: Stream;
  /** A schema for JSON answers, `null` for an empty one. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** What it may refuse beyond what follows from the above (sign-in, input, ids in the path, rates). */
  readonly refusals?: readonly ErrorCode[];
}

export interface Stream {
  /** media type of the body, if it takes one */
  readonly takes?: string;
  /** media type of a 2xx answer, where it is not JSON */
  readonly gives?: string;
  /** A part of tus 1.0: every answer names that version. */
  readonly isTus?: true;
}

/** Bytes, as OpenAPI writes them. */
export const bytes = z.string().meta({ format: 'binary' });

/** Query of a list that comes in pages. */
export const page = z.object({ cursor: cursor.optional(), limit: pageLimit });
/** Query of a log: what follows a position. */
export const changes = z.object({
  after: querySeq.default(0).meta({ description: 'The seq one holds' }),
  limit: pageLimit,
});
/** For the next page; null on the last. */
export const nextCursor = z.string().nullable();
