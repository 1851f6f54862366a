import type { z } from 'zod';
import { findHostile } from './hostile.ts';
import { accept, refuse, type Issue, type Result } from './errors.ts';

/** Parses untrusted input: hostile content first, then the schema; unknown fields are dropped. SEC2 */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): Result<z.output<Schema>> {
  const hostile = findHostile(input);
  if (hostile) return refuseInput([hostile]);
  const parsed = schema.safeParse(input);
  if (parsed.success) return accept(parsed.data);
  return refuseInput(
    parsed.error.issues.map((found) => ({ path: found.path.map(String).join('.'), message: found.message })),
  );
}

/** One `invalid` refusal that names every field at fault, the first one in its sentence. */
export function refuseInput(issues: Issue[]) {
  const [first] = issues;
  const sentence =
    first === undefined ? 'The input is malformed.' : `${first.path || 'input'}: ${first.message}`;
  return refuse('invalid', sentence, { issues: issues.slice(0, 20) });
}
