/** How core tells operators of what users are not told. Never message texts, names or credentials. SEC4 */
export interface Reporter {
  /** A change worth a line, and nothing to be done. */
  info(what: string, details?: Readonly<Record<string, unknown>>): void;
  warn(what: string, details?: Readonly<Record<string, unknown>>): void;
  error(what: string, error: unknown): void;
}
