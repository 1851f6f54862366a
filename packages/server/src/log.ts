import pino, { type DestinationStream, type Logger } from 'pino';
import type { Reporter } from '@parley/core';

export type Log = Logger;

/** Fields that must never reach a log, wherever somebody puts them. SEC4 */
const redacted = [
  'password',
  'current',
  'new',
  'token',
  'authorization',
  'cookie',
  'secret',
  'content',
  'body',
].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** JSON lines on stderr; stdout is for what a person who starts the server reads. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 2, sync: true }),
): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted, censor: '[redacted]' },
      serializers: { err: describeError },
    },
    destination,
  );
}

/** An error's name, message and stack, without the fields that drivers hang on it. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}

/** The log as core sees it. */
export function createReporter(log: Log): Reporter {
  return {
    info: (what, details) => {
      log.info({ ...details }, what);
    },
    warn: (what, details) => {
      log.warn({ ...details }, what);
    },
    error: (what, error) => {
      log.error({ err: error }, what);
    },
  };
}
