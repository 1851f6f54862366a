import { directConversation, type Conversation, type User } from '@parley/client';
import { avatarIdOf, avatarUrlOf, conversationName } from '../people/conversation-name.ts';
import { texts } from '../texts/texts.ts';
import type { Choice, ChoiceSection } from './choice-picker.tsx';
import { matchName } from './match-name.ts';

export interface SwitcherParts {
  readonly query: string;
  /** newest activity first */
  readonly conversations: readonly Conversation[];
  /** found by the server */
  readonly people: readonly User[];
  readonly ownId: string;
  /** in view: where one is, one need not go */
  readonly currentId: string | undefined;
}

/** More than this nobody reads. */
const shownCount = 50;

/** Where to: lately used conversations, or those whose name fits best, and people one has not written with yet. */
export function switcherSections(parts: SwitcherParts): readonly ChoiceSection[] {
  const { query, conversations, people, ownId, currentId } = parts;
  const t = texts.conversations;
  if (query.trim() === '') {
    const others = conversations.filter(({ id, archived }) => id !== currentId && !archived);
    return [
      { value: t.switcherRecent, items: others.slice(0, shownCount).map((row) => choiceOf(row, ownId)) },
    ];
  }
  const known = new Set(conversations.map(({ id }) => id));
  const strangers = people.map((user) => personChoice(user, ownId)).filter(({ id }) => !known.has(id));
  return [
    { value: t.switcherConversations, items: rank(parts).map((row) => choiceOf(row, ownId)) },
    { value: t.switcherPeople, items: strangers },
  ];
}

/** The best fit first; of those that fit as well, the newest: sorting keeps their order. */
function rank({ query, conversations, ownId }: SwitcherParts): readonly Conversation[] {
  return conversations
    .flatMap((conversation) => {
      const names = [conversationName(conversation, ownId), conversation.peer?.username ?? ''];
      const scores = names.flatMap((name) => matchName(query, name) ?? []);
      return scores.length === 0 ? [] : [{ conversation, score: Math.max(...scores) }];
    })
    .sort((one, other) => other.score - one.score)
    .slice(0, shownCount)
    .map(({ conversation }) => conversation);
}

function choiceOf(conversation: Conversation, ownId: string): Choice {
  const { id, peer, member_count } = conversation;
  const name = conversationName(conversation, ownId);
  const choice = { id, avatarId: avatarIdOf(conversation), avatarUrl: avatarUrlOf(conversation), name };
  if (member_count !== undefined) return { ...choice, detail: texts.conversations.memberCount(member_count) };
  const username = peer?.username ?? null;
  return username === null ? choice : { ...choice, detail: `@${username}` };
}

function personChoice({ id, display_name, username, avatar_url }: User, ownId: string): Choice {
  const name = id === ownId ? texts.app.notes : display_name;
  const choice: Choice = { id: directConversation(ownId, id), avatarId: id, avatarUrl: avatar_url, name };
  return username === null ? choice : { ...choice, detail: `@${username}` };
}
