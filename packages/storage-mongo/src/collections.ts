import type { Collection, Db, Document } from 'mongodb';
import type {
  AccountDocument,
  BlockDocument,
  ClaimDocument,
  CondemnedDocument,
  ConversationDocument,
  EntryDocument,
  HiddenDocument,
  MediaDocument,
  MetaDocument,
  NodeDocument,
  PositionDocument,
  ReactionDocument,
  RemovalDocument,
  SessionDocument,
  SettingsDocument,
} from './documents.ts';

export interface Collections {
  readonly entries: Collection<EntryDocument>;
  readonly conversations: Collection<ConversationDocument>;
  readonly positions: Collection<PositionDocument>;
  readonly hidden: Collection<HiddenDocument>;
  readonly reactions: Collection<ReactionDocument>;
  readonly settings: Collection<SettingsDocument>;
  readonly blocks: Collection<BlockDocument>;
  readonly accounts: Collection<AccountDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly media: Collection<MediaDocument>;
  readonly claims: Collection<ClaimDocument>;
  readonly condemned: Collection<CondemnedDocument>;
  readonly removals: Collection<RemovalDocument>;
  readonly meta: Collection<MetaDocument>;
  readonly nodes: Collection<NodeDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    entries: db.collection('entries'),
    conversations: db.collection('conversations'),
    positions: db.collection('positions'),
    hidden: db.collection('hidden'),
    reactions: db.collection('reactions'),
    settings: db.collection('settings'),
    blocks: db.collection('blocks'),
    accounts: db.collection('accounts'),
    sessions: db.collection('sessions'),
    media: db.collection('media'),
    claims: db.collection('claims'),
    condemned: db.collection('condemned'),
    removals: db.collection('removals'),
    meta: db.collection('meta'),
    nodes: db.collection('nodes'),
  };
}

export interface IndexWanted {
  readonly collection: keyof Collections;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  readonly only?: Document;
  /** what it is there for */
  readonly serves: string;
}

/**
 * Every index besides those of `_id`. docs/mongodb.md is made from this. No two of a collection have the same fields in
 * the same order: before 5.0 MongoDB refuses that, whatever else differs.
 */
export const indexes: readonly IndexWanted[] = [
  {
    collection: 'entries',
    name: 'tail',
    key: { made: 1 },
    serves: 'what was stored last, in any log, by any node',
  },
  {
    collection: 'entries',
    name: 'log_id',
    key: { log: 1, id: 1 },
    unique: true,
    serves: 'one entry per id in a log; whether what is sent again is stored already',
  },
  {
    collection: 'entries',
    name: 'messages',
    key: { log: 1, seq: 1, voice: 1 },
    only: { kind: 'message' },
    serves: 'history in both directions, the newest message, unread counts from the index alone',
  },
  {
    collection: 'entries',
    name: 'judging',
    key: { log: 1, judging: 1, seq: 1 },
    only: { judging: true },
    serves: 'the last entry that affects who may do what',
  },
  {
    collection: 'entries',
    name: 'kinds',
    key: { log: 1, kind: 1 },
    only: { judging: true },
    serves: 'whether a later version has changed who may do what',
  },
  {
    collection: 'entries',
    name: 'pending',
    key: { pending: 1, log: 1, seq: 1 },
    only: { pending: true },
    serves: 'what has not reached members, texts and accounts yet; nearly always empty',
  },
  {
    collection: 'conversations',
    name: 'members',
    key: { 'members.id': 1 },
    serves: 'the conversations of a person',
  },
  {
    collection: 'conversations',
    name: 'discoverable',
    key: { 'group.foldedName': 1 },
    only: { 'group.discoverable': true },
    serves: 'search among groups that everybody may find',
  },
  {
    collection: 'conversations',
    name: 'unfinished',
    key: { 'erasure.deletedAt': 1 },
    only: { 'erasure.deletedAt': { $gt: 0 } },
    serves: 'deleted groups whose content is still to be erased',
  },
  {
    collection: 'hidden',
    name: 'user',
    key: { user: 1, log: 1, seq: 1 },
    serves: 'what a person deleted for themselves',
  },
  {
    collection: 'settings',
    name: 'marked',
    key: { user: 1 },
    only: { markedUnread: true },
    serves: 'conversations marked as unread by hand',
  },
  { collection: 'blocks', name: 'user', key: { user: 1 }, serves: 'whom a person has blocked' },
  {
    collection: 'accounts',
    name: 'username',
    key: { username: 1 },
    unique: true,
    only: { username: { $type: 'string' } },
    serves: 'signing in; one account per username; search by the beginning of it',
  },
  {
    collection: 'accounts',
    name: 'name',
    key: { foldedName: 1 },
    serves: 'search by the beginning of a name',
  },
  {
    collection: 'entries',
    name: 'media',
    key: { 'media.id': 1 },
    only: { 'media.id': { $type: 'string' } },
    serves: 'where a media was sent: who may see it, and whether anything uses it',
  },
  {
    collection: 'accounts',
    name: 'avatar',
    key: { avatarUrl: 1 },
    only: { avatarUrl: { $type: 'string' } },
    serves: 'whether a media is an avatar of a person',
  },
  {
    collection: 'conversations',
    name: 'avatar',
    key: { 'group.avatarUrl': 1 },
    only: { 'group.avatarUrl': { $type: 'string' } },
    serves: 'whether a media is an avatar of a group',
  },
  {
    collection: 'media',
    name: 'owner',
    key: { owner: 1 },
    serves: 'how much a person has uploaded',
  },
  {
    collection: 'media',
    name: 'content',
    key: { sha256: 1 },
    serves: 'whether anything still has this content',
  },
  {
    collection: 'claims',
    name: 'age',
    key: { at: 1 },
    serves: 'dropping claims of media whose messages are stored',
  },
  {
    collection: 'sessions',
    name: 'token',
    key: { tokenHash: 1 },
    unique: true,
    serves: 'who it is that comes with a token',
  },
  {
    collection: 'sessions',
    name: 'user',
    key: { userId: 1, lastUsedAt: -1 },
    serves: 'the sessions of a person',
  },
  {
    collection: 'sessions',
    name: 'use',
    key: { lastUsedAt: 1 },
    serves: 'ending sessions nobody used for long',
  },
];

/** Makes what is not there. Safe to repeat, and from several nodes at once. */
export async function ensureIndexes(db: Db): Promise<void> {
  for (const { collection, name, key, unique, only } of indexes) {
    const options = {
      name,
      ...(unique === undefined ? {} : { unique }),
      ...(only === undefined ? {} : { partialFilterExpression: only }),
    };
    await db.collection(collection).createIndex(key, options, {});
  }
}
