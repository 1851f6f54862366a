import { AuditFault } from './audit-error.ts';

/** A JSON object of which nothing is believed yet. What is not asked for may be anything: clients skip what they do not know. */
export type Fields = Readonly<Record<string, unknown>>;

/** @throws AuditFault, as do all here, when it is something else */
export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AuditFault(`${what} is no object`);
  // Any object has fields of an unknown kind.
  return value as Fields;
}

export function wholeNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new AuditFault(`"${name}" is no whole number`);
  return value;
}

export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new AuditFault(`"${name}" is no text`);
  return value;
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value !== 'boolean') throw new AuditFault(`"${name}" is neither true nor false`);
  return value;
}

export function listOf(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  if (!Array.isArray(value)) throw new AuditFault(`"${name}" is no list`);
  return value.map((one) => fieldsOf(one, `an item of "${name}"`));
}

/** `undefined` where it is null or missing. */
export function partOf(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return value === null || value === undefined ? undefined : fieldsOf(value, `"${name}"`);
}
