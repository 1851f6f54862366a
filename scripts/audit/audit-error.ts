/** The audit cannot go on. The message is a sentence for whoever started it, and names no credential. */
export class AuditStop extends Error {
  override readonly name = 'AuditStop';
}

/** What was being read is not as the contract says; the audit goes on with the next. */
export class AuditFault extends Error {
  override readonly name = 'AuditFault';
}

export type Faults = ReturnType<typeof createFaults>;

/** More of one log say nothing new. */
const keptMost = 10;

/** What is wrong with one log, in sentences; the first ones are kept, the others counted. */
export function createFaults() {
  const kept: string[] = [];
  let total = 0;
  return {
    add(sentence: string): void {
      total += 1;
      if (kept.length < keptMost) kept.push(sentence);
    },
    list: (): readonly string[] =>
      total > kept.length ? [...kept, `and ${String(total - kept.length)} more`] : kept,
  };
}
