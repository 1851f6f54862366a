import type { Media, MediaRecord } from '@parley/core';
import type { UserId } from '@parley/protocol';

/** A row `m` of `media`, as every query of it selects it. */
export interface MediaRow {
  readonly media: string;
  readonly owner: UserId;
  readonly sha256: string;
  readonly createdAt: number;
  readonly claimedAt: number;
}

export const mediaColumns =
  'm.media as media, m.owner as owner, m.sha256 as sha256, m.created_at as createdAt, m.claimed_at as claimedAt';

export function recordOf({ media, ...rest }: MediaRow): MediaRecord {
  return { ...rest, media: parseMedia(media) };
}

export function parseMedia(text: string): Media {
  // Written by this package as the JSON of it.
  return JSON.parse(text) as Media;
}

/** Whether a row `m` is used: a message that stands carries it, or somebody's or a living group's avatar shows it. */
export const isUsed = `(
  exists (select 1 from entries e where e.media_id = m.id)
  or exists (select 1 from accounts a where ${shows('a.avatar_url')})
  or exists (select 1 from groups g where ${shows('g.avatar_url')} and g.deleted_seq is null))`;

/** A full stop is before every letter and digit, and a slash right behind it. */
function shows(url: string): string {
  return `${url} >= '/uploads/' || m.id || '.' and ${url} < '/uploads/' || m.id || '/'`;
}
