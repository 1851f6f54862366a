import { z } from 'zod';
import { announcedLimits } from '../schemas/announced-limits.ts';
import { time } from '../schemas/primitives.ts';
import type { Route } from './route.ts';

/** The server and its health. */
export const serverRoutes = {
  get_server: {
    method: 'GET',
    path: '/server',
    tag: 'service',
    access: 'anonymous',
    summary: 'What this server is and allows',
    answers: {
      200: z.object({
        name: z.string(),
        version: z.string(),
        protocol: z.literal(1),
        registration: z.enum(['open', 'closed']),
        auth: z.array(z.enum(['password', 'jwt'])),
        limits: announcedLimits,
      }),
    },
  },
  live: {
    method: 'GET',
    path: '/healthz',
    tag: 'service',
    access: 'anonymous',
    summary: 'The process is alive',
    answers: { 200: z.object({ status: z.literal('ok') }) },
  },
  ready: {
    method: 'GET',
    path: '/readyz',
    tag: 'service',
    access: 'anonymous',
    summary: 'The node takes work; 503 while it starts, drains or has nowhere to store',
    answers: {
      200: z.object({ status: z.literal('ready') }),
      503: z.object({ status: z.enum(['starting', 'draining', 'unavailable']) }),
    },
  },
  store_health: {
    method: 'GET',
    path: '/health/db',
    tag: 'service',
    access: 'anonymous',
    summary: 'The store, seen from this node',
    answers: {
      200: z.object({
        status: z.enum(['healthy', 'degraded', 'down']),
        engine: z.string(),
        latency_ms: z.number().nullable(),
        pool: z
          .object({ size: z.int(), in_use: z.int(), waiting: z.int(), min: z.int(), max: z.int() })
          .nullable(),
        breaker: z.enum(['closed', 'open', 'half_open']).nullable(),
      }),
    },
  },
  media_health: {
    method: 'GET',
    path: '/health/media',
    tag: 'service',
    access: 'anonymous',
    summary: 'Where media are kept; `off`: this server takes none',
    answers: {
      200: z.object({
        status: z.enum(['healthy', 'full', 'down', 'off']),
        place: z.enum(['folder', 's3']).nullable(),
      }),
    },
  },
  pipeline_health: {
    method: 'GET',
    path: '/health/message-buffer',
    tag: 'service',
    access: 'anonymous',
    summary: 'The write pipeline; a part that is not running is null',
    answers: {
      200: z.object({
        status: z.enum(['healthy', 'degraded', 'down']),
        queued: z.int(),
        in_flight: z.int(),
        batch_size: z.int(),
        batch_size_limit: z.int(),
        last_batch: z.object({ size: z.int(), commit_ms: z.number(), at: time }).nullable(),
        commit_ms: z.object({ p50: z.number(), p99: z.number() }).nullable(),
        flushed_total: z.int(),
        retried_total: z.int(),
        failed_total: z.int(),
        breaker: z
          .object({
            state: z.enum(['closed', 'open', 'half_open']),
            opened_total: z.int(),
            since: time.nullable(),
            retry_at: time.nullable(),
          })
          .nullable(),
        journal: z
          .object({ records: z.int(), bytes: z.int(), oldest_at: time.nullable(), drained_total: z.int() })
          .nullable(),
      }),
    },
  },
} as const satisfies Record<string, Route>;
