import { memo } from 'react';
import type { SystemEntry } from '@parley/client';
import { useOwnId, usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { formatClock, formatExact } from '../../time/format-time.ts';
import { describeEntry, subjectOf } from './describe-entry.ts';

export const SystemRow = memo(function SystemRow({ entry }: { readonly entry: SystemEntry }) {
  const ownId = useOwnId();
  const author = usePerson(entry.by);
  const subject = usePerson(subjectOf(entry));
  const t = texts.conversation;
  const names = {
    by: entry.by === ownId ? t.youCapital : author.name,
    subject: subject.id === ownId ? t.youSmall : subject.name,
  };
  const atMs = Date.parse(entry.at);
  return (
    <p className="system-row">
      <span className="system-row__words">{describeEntry(entry, names)}</span>{' '}
      <time dateTime={entry.at} title={formatExact(atMs)}>
        {formatClock(atMs)}
      </time>
    </p>
  );
});
