import { limits, quotas, rates, sizes, socketsPerUser } from '../limits.ts';

type Sentences<Table> = Readonly<Record<keyof Table, string>>;
type Cell = string | number;

const announced: Sentences<typeof limits> = {
  text: 'code points of one text',
  page: 'items on one page; a higher `limit` means this many',
  packet_bytes: 'bytes of one Socket.IO packet from a client',
  json_bytes: 'bytes of one JSON body',
  group_members: 'members of one group',
  members_per_call: 'members named in one call',
  sync_conversations: 'conversations named in one `sync`',
  upload_bytes: 'bytes of one upload (`MAX_UPLOAD_MB`)',
  edit_window_s: 'seconds in which a message may be edited (`EDIT_WINDOW`; 0: always)',
};

const fixed: Sentences<Omit<typeof sizes, 'password'>> = {
  defaultPage: 'items on a page without `limit`',
  groupName: 'code points of a group name',
  groupDescription: 'code points of a group description',
  displayName: 'code points of a display name',
  settingsBytes: 'bytes of `settings`, as JSON',
  nameQuery: 'characters of a name searched for',
  usersPerLookup: 'users looked up by id in one call',
  watchedUsers: 'people whose presence one socket follows',
  syncEntriesPerConversation: 'entries of one conversation in one `sync` answer; more: `has_more`',
  syncBytes: 'bytes of one `sync` answer; more: `has_more`',
  groupPreviewMembers: 'members in a `group`; the rest comes in pages',
  receiptMembers: 'members up to which receipts are broadcast; above, positions are read with the members',
  unreadCount: 'unread messages counted; this number means that many or more',
  emojiBytes: 'bytes of one emoji, as UTF-8',
  reactionsPerMessage: 'different emoji that a message may have as reactions',
  reactionsPerPerson: 'of them by one person',
  reactionUsers: 'people whom a message names for one emoji; the count goes on',
  jsonDepth: 'levels of nesting in JSON',
  filename: 'code points of a file’s name; more is cut off',
  waveformSteps: 'numbers in the `waveform` of a voice message',
  posterBytes: 'bytes of the picture that stands for a video',
  uploadsAtOnce: 'uploads of one person under way at a time',
  uploadsOfAll: 'uploads under way at a time on one server',
  receivingMs: 'milliseconds that a request may take to bring its file, beside the time for its bytes',
  receivingBytesPerS: 'bytes of a file a second, at least, in that time',
  unfinishedUploads: 'resumable uploads that one person has begun and not finished',
  emptyUploadMs: 'milliseconds after which a resumable upload ends of which no byte has come',
  unfinishedUploadMs: 'milliseconds from the beginning of a resumable upload to its end',
  downloadsAtOnce: 'downloads of one person under way at a time, where files are in S3',
  downloadsOfAll: 'downloads under way at a time on one server, where files are in S3',
  downloadBytesPerS:
    'bytes of a download a second, at least, over a minute; one of which less is taken ends while others wait for its place',
  downloadsWaiting: 'downloads of one person that wait, up to ten seconds, until others are done',
  signedAddressMs: 'milliseconds that a signed address of a file holds',
  idAheadMs: "milliseconds that a message id may be ahead of the server's clock",
};

const perUser: Sentences<typeof rates> = {
  send: '`send_message`, `POST /messages`',
  edit: 'editing and deleting messages',
  react: '`react`',
  mark: '`mark_read`, `mark_delivered`',
  typing: '`typing`',
  event: 'every other event',
  http: 'HTTP requests',
};

const counted: Sentences<typeof quotas> = {
  registrationsPerAddress: 'registrations from one address',
  loginsPerAccount: 'logins to one account',
  loginsPerAddress: 'logins from one address',
  handshakesPerAddress: 'Socket.IO handshakes from one address',
  refusedEventsPerSocket: 'invalid or refused events on one socket; one more closes it',
};

const introduction = `Beyond a size the answer is \`too_large\` or \`invalid\` and names it: send less. Beyond a rate it is \`rate_limited\`: repeat after \`retry_after_ms\` (over HTTP also \`Retry-After\`). Code points, not bytes: an emoji may be one or several.

\`RATE_LIMITS=off\` lifts the rates and the counts per address, never the sizes; it is meant for tests and benchmarks.`;

/** docs/limits.md: every size, rate and count with its default. Markdown. */
export function limitsPage(): string {
  const { min, max } = sizes.password;
  const sizeRows: Cell[][] = keysOf(fixed).map((name) => [sizes[name], fixed[name]]);
  return [
    '# Limits',
    '_Made from [limits.ts](../packages/protocol/src/limits.ts) by `npm run generate`; do not edit._',
    introduction,
    '## What a server announces',
    'In `limits` of `ready` and of `GET /server`; read them there, a server may have others.',
    table(
      ['name', 'default', 'what'],
      keysOf(limits).map((name) => [`\`${name}\``, limits[name], announced[name]]),
    ),
    '## Other sizes',
    table(['limit', 'what'], [...sizeRows, [`${String(min)}–${String(max)}`, 'characters of a password']]),
    '## Rates for each user',
    'A bucket: so many a second flow in, at most the burst is held, one call takes one.',
    table(
      ['what', 'a second', 'burst'],
      keysOf(rates).map((name) => [perUser[name], rates[name].perSecond, rates[name].burst]),
    ),
    '## Counts',
    table(
      ['what', 'count', 'in seconds'],
      [
        ...keysOf(quotas).map((name) => [counted[name], quotas[name].count, quotas[name].windowS]),
        ['sockets of one user at a time', socketsPerUser, '–'],
      ],
    ),
  ].join('\n\n');
}

function table(head: readonly Cell[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function keysOf<Table extends object>(of: Table): (keyof Table & string)[] {
  // Object.keys forgets that the keys are exactly those of the table.
  return Object.keys(of) as (keyof Table & string)[];
}
