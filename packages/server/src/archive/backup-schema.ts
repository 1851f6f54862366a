import { affectsJudging, type LogEvent, type LogId } from '@parley/core';
import { albumId, conversationId, messageId, sessionId, userId } from '@parley/protocol';
import { z } from 'zod';
import { isBlobKey } from '../media/blobs/blob-store.ts';
import type { BackupRecord } from './content-lines.ts';

/*
 * The lines of a backup, one JSON object each. Strict: what this program does not know may matter, so it is refused and
 * not dropped.
 */

export const backupFormat = 'parley-backup';
export const backupVersion = 1;

const count = z.int().min(0);
const seq = z.int().min(1);
const id = z.string().min(1);
const time = z.int();
const logId = z.custom<LogId>((value) => typeof value === 'string' && value !== '');
const role = z.enum(['member', 'admin', 'owner']);
const conversationType = z.enum(['direct', 'group']);
const contentType = z.enum(['text', 'emoji', 'image', 'video', 'audio', 'file']);
const profile = {
  id: userId,
  username: z.string().nullable(),
  displayName: z.string(),
  avatarUrl: z.string().nullable(),
  createdAt: time,
};
const anySettings = z.record(z.string(), z.unknown());

const media = z.strictObject({
  id,
  file: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'file']),
  mimeType: z.string(),
  filename: z.string(),
  size: count,
  voice: z.literal(true).exactOptional(),
  width: count.exactOptional(),
  height: count.exactOptional(),
  durationMs: count.exactOptional(),
  hasThumbnail: z.literal(true).exactOptional(),
  placeholder: z.string().exactOptional(),
  waveform: z.array(z.number()).exactOptional(),
});

const event = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('created'),
    name: z.string(),
    description: z.string(),
    members: z.array(z.strictObject({ userId, role })),
  }),
  z.strictObject({
    kind: z.literal('message'),
    type: conversationType,
    to: id,
    content: z.string().nullable(),
    contentType,
    replyTo: messageId.nullable(),
    albumId: albumId.exactOptional(),
    media: media.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('edit'),
    messageId,
    messageSeq: seq,
    content: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('delete'), messageId, messageSeq: seq }),
  z.strictObject({
    kind: z.literal('reaction'),
    messageId,
    messageSeq: seq,
    emoji: z.string(),
    on: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('member_added'), userId, role }),
  z.strictObject({ kind: z.literal('member_removed'), userId }),
  z.strictObject({ kind: z.literal('role_changed'), userId, role }),
  z.strictObject({ kind: z.literal('renamed'), name: z.string() }),
  z.strictObject({
    kind: z.literal('updated'),
    name: z.string().exactOptional(),
    description: z.string().exactOptional(),
    avatarUrl: z.string().nullable().exactOptional(),
    discoverable: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('deleted') }),
  z.strictObject({ kind: z.literal('conversation_added'), conversation: conversationId }),
  z.strictObject({ kind: z.literal('conversation_removed'), conversation: conversationId }),
  z.strictObject({
    kind: z.literal('message_hidden'),
    conversation: conversationId,
    messageId,
    messageSeq: seq,
  }),
  z.strictObject({
    kind: z.literal('conversation_changed'),
    conversation: conversationId,
    mutedUntil: time.nullable(),
    archived: z.boolean(),
    markedUnread: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('profile_changed'), user: z.strictObject(profile) }),
  z.strictObject({ kind: z.literal('block_changed'), userId, on: z.boolean() }),
  z.strictObject({ kind: z.literal('settings_changed'), settings: anySettings }),
  z.strictObject({ kind: z.literal('session_revoked'), sessionId }),
  z.strictObject({ kind: z.literal('account_disabled'), on: z.boolean() }),
]);

const entry = z.strictObject({ seq, id, at: time, by: userId, fingerprint: z.string().nullable(), event });

const headLine = z.strictObject({
  format: z.literal(backupFormat),
  version: z.literal(backupVersion),
  /** of this backup among all */
  id,
  made_at: z.string(),
  /** the program, with its version */
  made_by: z.string(),
});
export type BackupHead = z.output<typeof headLine>;

const endLine = z.strictObject({
  kind: z.literal('end'),
  counts: z.strictObject({
    entries: count,
    positions: count,
    accounts: count,
    sessions: count,
    media: count,
    /** with their thumbnails */
    contents: count,
  }),
  /** over every line before this one, line feeds included */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupEnd = z.output<typeof endLine>;
/** How much of each is in a backup. */
export type BackupCounts = BackupEnd['counts'];

const recordLine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entries'), log: logId, entries: z.array(entry).min(1) }),
  z.strictObject({
    kind: z.literal('positions'),
    log: conversationId,
    positions: z.array(z.strictObject({ userId, readSeq: count, deliveredSeq: count })),
  }),
  z.strictObject({
    kind: z.literal('accounts'),
    accounts: z.array(
      z.strictObject({
        user: z.strictObject({
          ...profile,
          isAdmin: z.boolean(),
          disabled: z.boolean(),
          settings: anySettings,
        }),
        passwordHash: z.string().nullable(),
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal('media'),
    media: z.array(
      z.strictObject({
        media,
        owner: userId,
        sha256: z.string(),
        createdAt: time,
        claimedAt: time,
      }),
    ),
  }),
  z.strictObject({
    kind: z.literal('content'),
    key: z.string().refine(isBlobKey),
    base64: z.string(),
    isLast: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('sessions'),
    sessions: z.array(
      z.strictObject({
        id: sessionId,
        userId,
        tokenHash: z.string(),
        device: z.string(),
        createdAt: time,
        lastUsedAt: time,
      }),
    ),
  }),
]);
type RecordLine = z.output<typeof recordLine>;

export function headText(head: Omit<BackupHead, 'format' | 'version'>): string {
  return JSON.stringify({ format: backupFormat, version: backupVersion, ...head });
}

export function endText(counts: BackupCounts, sha256: string): string {
  return JSON.stringify({ kind: 'end', counts, sha256 } satisfies BackupEnd);
}

/** Whether a line says that it is the last; nothing but `endText` makes one that begins so. */
export function isEnd(line: string): boolean {
  return line.startsWith('{"kind":"end"');
}

export function recordText(record: BackupRecord): string {
  return JSON.stringify(lineOf(record));
}

/** What all rows of a line share is said once. */
function lineOf(record: BackupRecord): object {
  switch (record.kind) {
    case 'entries': {
      const entries = record.entries.map(({ log: _, judging: __, event, ...rest }) => ({
        ...rest,
        event: { ...event, kind: knownKind(event) },
      }));
      return { kind: 'entries', log: record.entries[0]?.log, entries };
    }
    case 'positions': {
      const positions = record.positions.map(({ log: _, ...rest }) => rest);
      return { kind: 'positions', log: record.positions[0]?.log, positions };
    }
    case 'accounts':
    case 'media':
    case 'content':
    case 'sessions':
      return record;
  }
}

/** The compiler names a kind that the schema above lacks: such a backup could not be read back. */
function knownKind({ kind }: LogEvent): z.input<typeof event>['kind'] {
  // Nothing is read from a store to which a later version has written.
  return kind as Exclude<typeof kind, 'foreign'>;
}

/** `undefined`: not such a line, or one of another version. */
export function parseHead(line: string): BackupHead | undefined {
  return headLine.safeParse(parse(line)).data;
}

export function parseEnd(line: string): BackupEnd | undefined {
  return endLine.safeParse(parse(line)).data;
}

export function parseRecord(line: string): BackupRecord | undefined {
  const { data } = recordLine.safeParse(parse(line));
  return data && recordOf(data);
}

function recordOf(line: RecordLine): BackupRecord {
  switch (line.kind) {
    case 'entries': {
      const { log } = line;
      const entries = line.entries.map((one) => ({ log, judging: affectsJudging(one.event), ...one }));
      return { kind: 'entries', entries };
    }
    case 'positions':
      return { kind: 'positions', positions: line.positions.map((one) => ({ log: line.log, ...one })) };
    case 'accounts':
    case 'media':
    case 'content':
    case 'sessions':
      return line;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
