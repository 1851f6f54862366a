/** The closed error catalogue of the contract, and the two forms in which a refusal travels. */
import { z } from 'zod';

/** Every code of the catalogue with the HTTP statuses it may have. */
export const STATUSES = {
  invalid: [400, 422, 405, 412, 416],
  unauthenticated: [401],
  forbidden: [403],
  not_found: [404],
  conflict: [409],
  too_large: [413],
  unsupported_type: [415],
  rate_limited: [429],
  overloaded: [503],
  unavailable: [503],
  internal: [500],
} as const;
export const Code = z.enum([
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'unsupported_type',
  'rate_limited',
  'overloaded',
  'unavailable',
  'internal',
]);
const Issues = z.array(z.object({ path: z.unknown(), message: z.string() })).min(1);
export const WireError = z.object({
  code: Code,
  message: z.string().min(1),
  retry: z.boolean(),
  retry_after_ms: z.number().min(0).optional(),
  issues: Issues.optional(),
});
export type WireError = z.output<typeof WireError>;
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: Code,
  detail: z.string(),
  retry: z.boolean(),
  retry_after_ms: z.number().min(0).optional(),
  request_id: z.string().min(1),
  issues: Issues.optional(),
});
export type Problem = z.output<typeof Problem>;
