import { expect, test } from 'bun:test';
import { accountEntry, entry } from './entry.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const at = '2025-03-01T09:00:00.000Z';
const head = { conversation: id, seq: 1, at, by: 'ann' };
const message = {
  id,
  conversation: id,
  seq: 1,
  type: 'group',
  from: 'ann',
  to: id,
  content: 'Hello',
  content_type: 'text',
  media_url: null,
  media_metadata: null,
  reply_to: null,
  created_at: at,
  edited_at: null,
  deleted_at: null,
  status: 'stored',
};
const ann = { id: 'ann', username: 'ann', display_name: 'Ann', avatar_url: null, created_at: at };

/** One of each kind, as the contract writes them. */
const entries = [
  {
    kind: 'created',
    name: 'Tea',
    description: '',
    members: [
      { user_id: 'ann', role: 'owner' },
      { user_id: 'bob', role: 'member' },
    ],
  },
  { kind: 'message', message },
  { kind: 'message', message: null, message_id: id, hidden: true },
  { kind: 'edit', message_id: id, content: 'Hi', edited_at: at },
  { kind: 'edit', message_id: id, content: null, edited_at: at },
  { kind: 'delete', message_id: id, deleted_at: at },
  { kind: 'reaction', message_id: id, emoji: '🎉', on: true },
  { kind: 'member_added', user_id: 'bob', role: 'member' },
  { kind: 'member_removed', user_id: 'bob' },
  { kind: 'role_changed', user_id: 'bob', role: 'owner' },
  { kind: 'renamed', name: 'Coffee' },
  { kind: 'updated', name: 'Coffee', description: 'Black', avatar_url: null, discoverable: true },
  { kind: 'updated', discoverable: false },
  { kind: 'deleted' },
];

const accountEntries = [
  { kind: 'conversation_added', conversation: id },
  { kind: 'conversation_removed', conversation: 'direct:ann:bob' },
  { kind: 'message_hidden', conversation: id, message_id: id },
  { kind: 'conversation_changed', conversation: id, muted_until: null, archived: false, marked_unread: true },
  { kind: 'conversation_changed', conversation: id, muted_until: at, archived: true, marked_unread: false },
  { kind: 'profile_changed', user: ann },
  { kind: 'block_changed', user_id: 'bob', on: true },
  { kind: 'settings_changed', settings: { theme: 'dark' } },
  { kind: 'session_revoked', session_id: 's1' },
  { kind: 'account_disabled', on: true },
];

test('SYN1: an entry of every kind is read back as it was written, with nothing lost', () => {
  for (const one of entries) {
    const written = { ...head, ...one };
    expect(entry.parse(written) as unknown).toEqual(written);
  }
});

test('SYN1: an entry of the personal log is read back as it was written', () => {
  for (const one of accountEntries) {
    const written = { seq: 3, at, ...one };
    expect(accountEntry.parse(written) as unknown).toEqual(written);
  }
});

test('SYN1: the kinds are those of the contract, no more and no fewer', () => {
  const kinds = (rows: { kind: string }[]): string[] => [...new Set(rows.map(({ kind }) => kind))];
  const known = (union: typeof entry | typeof accountEntry): string[] => [
    ...new Set(union.options.flatMap((option) => [...option.shape.kind.values])),
  ];
  expect(known(entry)).toEqual(kinds(entries));
  expect(known(accountEntry)).toEqual(kinds(accountEntries));
});

test('SEQ1: entries begin at seq 1 and have a whole one', () => {
  for (const seq of [0, -1, 1.5, null, '1', undefined]) {
    expect(entry.safeParse({ ...head, kind: 'deleted', seq }).success).toBe(false);
    expect(accountEntry.safeParse({ at, kind: 'account_disabled', on: true, seq }).success).toBe(false);
  }
});
