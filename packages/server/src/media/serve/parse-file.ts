/** What of an upload is served. */
export type Variant = 'content' | 'thumbnail';

export interface ServedFile {
  readonly id: string;
  readonly variant: Variant;
}

/** The last part of an address under `/uploads/`; only its id and variant count. `undefined`: it names nothing. */
export function parseServedFile(name: string): ServedFile | undefined {
  const [, id, rest = ''] = /^([0-9a-f]{32})\.([0-9a-z.]{1,32})$/.exec(name) ?? [];
  if (id === undefined) return undefined;
  if (rest === 'thumbnail.webp') return { id, variant: 'thumbnail' };
  return rest.includes('.') ? undefined : { id, variant: 'content' };
}
