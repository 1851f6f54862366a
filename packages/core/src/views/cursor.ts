import { accept, refuseField, type Result } from '@parley/protocol';

/** A cursor as clients hold it: opaque, made here and read here. */
export function writeCursor(parts: readonly (string | number)[]): string {
  return btoa(JSON.stringify(parts)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What `writeCursor` was given; a refusal when it was not this server's. */
export function readCursor(cursor: string): Result<readonly (string | number)[]> {
  try {
    const parts: unknown = JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string' || typeof part === 'number'))
      return accept(parts);
  } catch {
    // Falls through: not base64, not JSON.
  }
  return refuseField('cursor', 'is not one of this server');
}

/** A cursor that holds one id, checked by its schema. */
export function readIdCursor<Id>(
  cursor: string,
  schema: { safeParse(input: unknown): { success: true; data: Id } | { success: false } },
): Result<Id> {
  const parts = readCursor(cursor);
  if (!parts.ok) return parts;
  const id = schema.safeParse(parts.value[0]);
  return id.success ? accept(id.data) : refuseField('cursor', 'is not one of this list');
}
