import type { Conversation, Presence } from '@parley/client';
import { presenceWords } from '../people/presence-words.ts';
import { texts } from '../texts/texts.ts';

export interface StatusOptions {
  readonly summary: Conversation;
  readonly presence: Presence | undefined;
  /** names of who types */
  readonly typing: readonly string[];
  readonly ownId: string;
  readonly nowMs: number;
}

/** The line below a conversation's name: who types, else presence, else the size of the group. */
export function describeStatus({ summary, presence, typing, ownId, nowMs }: StatusOptions): string {
  const t = texts.conversation;
  if (typing.length > 0) return summary.type === 'direct' ? t.typing : describeTyping(typing);
  if (summary.type === 'group') return t.members(summary.member_count ?? 1);
  if (summary.peer?.id === ownId || presence === undefined) return '';
  return presenceWords(presence, nowMs) ?? texts.time.offline;
}

/** Names, at most three. */
export function describeTyping(names: readonly string[]): string {
  const t = texts.conversation;
  const [one, two, three] = names;
  if (one === undefined) return '';
  if (two === undefined) return t.typingOne(one);
  if (three === undefined) return t.typingTwo(one, two);
  return names.length === 3 ? t.typingThree(one, two, three) : t.typingMany;
}
