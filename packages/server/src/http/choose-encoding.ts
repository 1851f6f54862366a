export type Encoding = 'br' | 'gzip' | 'identity';

/**
 * The best of what there is and what the caller takes.
 * @param accepted `Accept-Encoding`; absent: nothing but the plain bytes
 * @param available best first; the plain bytes are always there
 */
export function chooseEncoding(accepted: string | null, available: readonly Encoding[]): Encoding {
  const weights = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  const takes = (encoding: Encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0;
  return available.find(takes) ?? 'identity';
}
