import type { CopyReport, Found } from '@parley/client';
import { texts } from '../texts/texts.ts';

export interface CheckWords {
  readonly summary: string;
  /** what was wrong, one sentence of each kind */
  readonly found: readonly string[];
}

/** Numbers of messages that are named; the rest is counted. */
const mostNamed = 10;

/** What a check has found, in words. */
export function describeCheck(report: CopyReport): CheckWords {
  const t = texts.details;
  const { missing, changed, surplus } = report;
  if (report.isIdentical) return { summary: describeSame(report), found: [] };
  const sentences = [
    [missing, t.checkMissing],
    [changed, t.checkChanged],
    [surplus, t.checkSurplus],
  ] as const;
  const found = sentences.flatMap(([kind, say]) => (kind.count > 0 ? [say(kind.count, which(kind))] : []));
  return { summary: t.checkMended, found };
}

function describeSame({ from, count }: CopyReport): string {
  const t = texts.details;
  if (count === 0) return t.checkEmpty;
  const words = count.toLocaleString(texts.time.locale);
  return from > 1 ? t.checkSamePart(words) : t.checkSame(words);
}

function which({ count, seqs }: Found): string {
  const named = seqs.slice(0, mostNamed);
  return texts.details.numbers(named.join(', '), count - named.length);
}
