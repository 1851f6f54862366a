import { limits, quotas, rates, sizes, socketsPerUser } from '@parley/protocol';
import { banner } from './banner.ts';

type Sentences<Table> = Readonly<Record<keyof Table, string>>;

const announced: Sentences<typeof limits> = {
  text: 'code points of one text',
  page: 'items of one page; `limit` above it means this many',
  packet_bytes: 'bytes of one Socket.IO packet from a client',
  json_bytes: 'bytes of one JSON body',
  group_members: 'members of one group',
  members_per_call: 'members named in one call',
  sync_conversations: 'conversations named in one `sync`',
  upload_bytes: 'bytes of one upload',
  edit_window_s: 'seconds in which a message may be edited, 0 = always',
};

const fixed: Sentences<Omit<typeof sizes, 'password'>> = {
  defaultPage: 'items of a page without `limit`',
  groupName: 'code points of a group name',
  groupDescription: 'code points of a group description',
  displayName: 'code points of a display name',
  settingsBytes: 'bytes of `settings`',
  nameQuery: 'code points of a name searched for',
  usersPerLookup: 'users looked up by id in one call',
  watchedUsers: 'people whose presence one socket follows',
  syncEntriesPerConversation: 'entries per conversation in one `sync` answer; the rest has `has_more`',
  syncBytes: 'bytes of one `sync` answer',
  groupPreviewMembers: 'members in a `group` answer; the rest comes in pages',
  receiptMembers: 'members up to which receipts are broadcast',
  unreadCount: 'unread messages counted; this number means that many or more',
  jsonDepth: 'levels of nesting in JSON',
  idAheadMs: "milliseconds a message id may be ahead of the server's clock",
};

const perUser: Sentences<typeof rates> = {
  send: '`send_message` and `POST /messages`',
  edit: 'edits and deletions',
  mark: 'read and delivered marks',
  typing: '`typing`',
  event: 'every other event',
  http: 'HTTP requests',
};

const counted: Sentences<typeof quotas> = {
  registrationsPerAddress: 'registrations per address',
  loginsPerAccount: 'logins per account',
  loginsPerAddress: 'logins per address',
  handshakesPerAddress: 'Socket.IO handshakes per address',
  refusedEventsPerSocket: 'invalid or refused events of one socket; beyond it the socket is closed',
};

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

// Object.entries forgets that the keys are exactly those of the table.
const keysOf = <Table extends object>(of: Table): (keyof Table & string)[] =>
  Object.keys(of) as (keyof Table & string)[];

/** docs/limits.md */
export function renderLimitsPage(): string {
  const sizeRows = keysOf(fixed).map((name) => [sizes[name], fixed[name]]);
  const { min, max } = sizes.password;
  return [
    '# Limits',
    banner('packages/protocol/src/limits.ts'),
    'Beyond a limit the answer names it; beyond a rate it says when to come back (`retry_after_ms`). `RATE_LIMITS=off` lifts the rates and the caps per address, never the sizes.',
    '## Announced in `ready` and `GET /server`',
    table(
      ['name', 'default', 'what'],
      keysOf(limits).map((name) => [`\`${name}\``, limits[name], announced[name]]),
    ),
    '## Other sizes',
    table(['limit', 'what'], [...sizeRows, [`${min}–${max}`, 'characters of a password']]),
    '## Rates per user',
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
