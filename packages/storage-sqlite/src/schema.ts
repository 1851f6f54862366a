/**
 * The first layout. Rows of `entries` lie in the order they arrived, so that a batch touches few pages of text;
 * `places` holds each log's numbers side by side, with all that counting, paging and numbering need (FACTS: a table
 * clustered by conversation that held the texts too cost three times as much).
 *
 * Each place carries pointers that hold at its number, so the last place of a log answers without another search:
 * `message_seq` and `active_at` (NULL in a message: itself), `judging_seq`. There is no row per log to update.
 */
export const firstLayout = `
  create table meta (name text primary key, value text not null) strict, without rowid;

  create table users (key integer primary key, id text not null unique) strict;
  create table logs (key integer primary key, id text not null unique) strict;

  create table entries (
    n integer primary key,
    log integer not null,
    seq integer not null,
    id blob not null check (length(id) = 16),
    fingerprint blob,
    content text,
    content_type integer,
    reply_to blob,
    edited_at integer,
    edit_seq integer,
    deleted_at integer,
    delete_seq integer,
    -- the event as JSON, for all kinds but messages
    body text
  ) strict;
  create unique index entries_by_id on entries (id, log);

  create table places (
    log integer not null,
    seq integer not null,
    -- the author while this is a message that stands, else NULL: all that counting unread looks at
    voice integer,
    n integer not null,
    kind integer not null,
    by integer not null,
    at integer not null,
    judging_seq integer not null,
    message_seq integer,
    active_at integer,
    primary key (log, seq)
  ) strict, without rowid;

  create table members (
    log integer not null,
    id text not null,
    user integer not null,
    role integer not null,
    joined_at integer not null,
    read_seq integer not null,
    delivered_seq integer not null,
    primary key (log, id)
  ) strict, without rowid;
  create index members_by_user on members (user, log);
  create index members_by_joining on members (log, joined_at, id);

  -- the members a group had when it was deleted, until its erasure is finished
  create table last_members (
    log integer not null,
    id text not null,
    primary key (log, id)
  ) strict, without rowid;

  create table groups (
    log integer primary key,
    name text not null,
    folded_name text not null,
    description text not null,
    avatar_url text,
    discoverable integer not null default 0,
    created_by text not null,
    created_at integer not null,
    member_count integer not null,
    deleted_at integer,
    deleted_seq integer,
    -- how far the erasure has come; NULL while the group lives and once it is finished
    erased_seq integer
  ) strict;
  create index groups_discoverable on groups (log) where discoverable = 1 and deleted_seq is null;
  create index groups_unfinished on groups (log) where erased_seq is not null;

  create table hidden (
    user integer not null,
    log integer not null,
    seq integer not null,
    primary key (user, log, seq)
  ) strict, without rowid;

  create table settings (
    user integer not null,
    log integer not null,
    muted_until integer,
    archived integer not null,
    marked_unread integer not null,
    primary key (user, log)
  ) strict, without rowid;
  create index settings_marked on settings (user, log) where marked_unread = 1;

  create table blocks (
    user integer not null,
    blocked text not null,
    primary key (user, blocked)
  ) strict, without rowid;

  create table accounts (
    user integer primary key,
    id text not null unique,
    username text unique,
    display_name text not null,
    folded_name text not null,
    avatar_url text,
    created_at integer not null,
    password_hash text,
    is_admin integer not null,
    disabled integer not null default 0,
    settings text not null default '{}'
  ) strict;
  create index accounts_by_name on accounts (folded_name);
  create index accounts_with_password on accounts (user) where password_hash is not null;

  create table sessions (
    id text primary key,
    user_id text not null,
    token_hash text not null unique,
    device text not null,
    created_at integer not null,
    last_used_at integer not null
  ) strict, without rowid;
  create index sessions_by_user on sessions (user_id, last_used_at);
  create index sessions_by_use on sessions (last_used_at);
`;

/**
 * The second: what messages carry of their media, and what is known of uploads. That a message carries a media is read
 * from the message itself, so it ends with the text.
 */
export const mediaLayout = `
  -- what is known of a message's media, as JSON
  alter table entries add column media text;
  alter table entries add column media_id text generated always as (media ->> '$.id') virtual;
  create index entries_by_media on entries (media_id) where media_id is not null;

  create table media (
    id text primary key,
    owner text not null,
    sha256 text not null,
    size integer not null,
    created_at integer not null,
    -- when somebody last was about to use it
    claimed_at integer not null,
    -- what is known of it, as JSON
    media text not null
  ) strict, without rowid;
  create index media_by_owner on media (owner, size);
  create index media_by_content on media (sha256);

  -- contents that are being erased: no record of them may be made meanwhile
  create table condemned (sha256 text primary key, at integer not null) strict, without rowid;

  create index accounts_by_avatar on accounts (avatar_url) where avatar_url is not null;
  create index groups_by_avatar on groups (avatar_url) where avatar_url is not null;
`;

/**
 * With the second: reactions. What a message shows of them lies with its text, so that a page of history reads nothing more than before;
 * the table says what each person has put on or taken back.
 */
export const reactionsLayout = `
  -- a message's reactions as JSON, NULL until there is one
  alter table entries add column reactions text;

  create table reactions (
    log integer not null,
    message_seq integer not null,
    user integer not null,
    emoji text not null,
    is_on integer not null,
    seq integer not null,
    primary key (log, message_seq, user, emoji)
  ) strict, without rowid;
`;

/** The third: which messages were sent together. */
export const albumLayout = 'alter table entries add column album_id blob';
