import { addFindings, noFindings } from './audit.ts';
import type { JobResult } from './job.ts';
import { addRefusal } from './send-counts.ts';

export type Audit = Pick<JobResult, 'findings' | 'auditedMessages' | 'auditedDeliveries' | 'refusals'>;

/** The audits of parts, or of runs, as one. */
export function sumAudits(parts: readonly Audit[]): Audit {
  const sum = { findings: noFindings(), auditedMessages: 0, auditedDeliveries: 0, refusals: {} };
  for (const { findings, auditedMessages, auditedDeliveries, refusals } of parts) {
    addFindings(sum.findings, findings);
    sum.auditedMessages += auditedMessages;
    sum.auditedDeliveries += auditedDeliveries;
    for (const [code, count] of Object.entries(refusals)) addRefusal(sum, code, count);
  }
  return sum;
}
