import type { Refusal, Result } from './wire.ts';

/** What a call answers that never reached the server, or was never answered. */
export function unreachable(message = 'The server cannot be reached right now.'): Refusal {
  return { code: 'unavailable', message, retry: true };
}

export function refused<Value>(error: Refusal): Result<Value> {
  return { ok: false, error };
}

/** Reads an ack: the server's word, taken by its outline. Anything else counts as no answer. */
export function readAck(
  ack: unknown,
): { ok: true; value: unknown } | { ok: false; error: Refusal } | undefined {
  if (typeof ack !== 'object' || ack === null || !('ok' in ack)) return undefined;
  if (ack.ok === true) return { ok: true, value: ack };
  if (!('error' in ack) || typeof ack.error !== 'object' || ack.error === null) return undefined;
  return { ok: false, error: completeRefusal(ack.error) };
}

/** A refusal from whatever part of one arrived; codes that this client doesn't know stay as they are. */
export function completeRefusal(given: Partial<Refusal>): Refusal {
  return {
    ...given,
    code: given.code ?? 'internal',
    message: given.message ?? 'The server refused.',
    retry: given.retry ?? false,
  };
}

/** What was asked for is not there, or not this user's: the two look the same. */
export function isGone({ code }: Refusal): boolean {
  return code === 'not_found' || code === 'forbidden';
}
