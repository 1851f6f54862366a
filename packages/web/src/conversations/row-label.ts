import { texts } from '../texts/texts.ts';
import { unreadText, type PreviewLine } from './preview-line.ts';

export interface RowLabelParts {
  readonly name: string;
  readonly unread: number;
  readonly isMarkedUnread: boolean;
  readonly isMuted: boolean;
  readonly isOnline: boolean;
  /** as shown; undefined when nothing has happened yet */
  readonly time: string | undefined;
  readonly line: PreviewLine;
}

/** All that a row shows, as one sentence: "Ada Lovelace, 2 unread, 14:05: Tea at four?" */
export function rowLabel({
  name,
  unread,
  isMarkedUnread,
  isMuted,
  isOnline,
  time,
  line,
}: RowLabelParts): string {
  const t = texts.conversations;
  const facts = [
    name,
    unread > 0 ? t.unreadCount(unreadText(unread)) : isMarkedUnread ? t.markedUnread : undefined,
    isOnline ? texts.time.online : undefined,
    isMuted ? t.muted : undefined,
    line.tick === undefined ? undefined : t.ticks[line.tick],
    line.kind === 'pending' ? t.sending : undefined,
    time,
  ].filter((fact) => fact !== undefined);
  const said = line.lead === undefined ? line.text : t.withAuthor(line.lead, line.text);
  return `${facts.join(', ')}: ${said}`;
}
