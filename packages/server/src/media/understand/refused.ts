import type { ErrorCode } from '@parley/protocol';

/** Codes by which a file is refused for what it is. */
export type RefusalCode = Extract<ErrorCode, 'unsupported_type' | 'too_large' | 'invalid'>;

/** Thrown inside the decoding process, to leave a reader from any depth; becomes a refusal at its edge. */
export class Refused extends Error {
  readonly code: RefusalCode;

  /** @param message a sentence for people */
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refused';
    this.code = code;
  }
}
