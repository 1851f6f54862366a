import { accept, refuse, refuseField, type Refusal, type Result, type UserId } from '@parley/protocol';
import type { Caller } from '../chat.ts';
import type { Context } from '../context.ts';
import { mediaIdOf, mediaUrl, thumbnailUrl, type Media, type MediaRecord } from '../log/media.ts';
import { isStillMember } from '../policy/access.ts';

type Deps = Pick<Context, 'storage' | 'logs' | 'clock'>;

/**
 * The media somebody may see: their own, what was sent to conversations they are in, and avatars. Not there and not
 * yours are one answer. GRP1, MED8
 */
export function createFindMedia(context: Deps) {
  return async function findMedia(caller: Caller, id: string): Promise<Result<MediaRecord>> {
    const record = await context.storage.media.find(id);
    if (record === undefined) return noMedia();
    return (await maySee(context, caller.userId, record)) ? accept(record) : noMedia();
  };
}

/** Media that is about to be named by somebody who may see it: from now on it is not taken for unused. MED9 */
export async function claimMedia(context: Deps, user: UserId, id: string): Promise<Result<Media>> {
  const { media } = context.storage;
  const record = await media.find(id);
  // Who may not see it keeps nothing alive.
  if (record === undefined || !(await maySee(context, user, record))) return noMedia();
  const claimed = await media.claim(id, context.clock.nowMs());
  return claimed === undefined ? noMedia() : accept(claimed.media);
}

/** The address of an image that becomes somebody's or a group's avatar; `null` takes the avatar away. */
export async function claimAvatar(
  context: Deps,
  user: UserId,
  id: string | null,
): Promise<Result<string | null>> {
  if (id === null) return accept(null);
  const claimed = await claimMedia(context, user, id);
  if (!claimed.ok) return claimed;
  const { value: media } = claimed;
  if (media.kind !== 'image') return refuseField('avatar_media_id', 'names no picture');
  return accept(thumbnailUrl(media) ?? mediaUrl(media));
}

/** The id of the media that a message names, either way. */
export function mediaNamedIn(body: {
  readonly media_id?: string | undefined;
  readonly media_url?: string | undefined;
}): { readonly id: string | undefined } | { readonly error: Refusal } {
  const { media_id: id, media_url: url } = body;
  if (url === undefined) return { id };
  const named = mediaIdOf(url);
  if (named === undefined || !url.startsWith('/'))
    return { error: refuseField('media_url', 'must be an /uploads/ address of this server').error };
  if (id !== undefined && id !== named)
    return { error: refuseField('media_url', 'names another media than media_id').error };
  return { id: named };
}

async function maySee(context: Deps, user: UserId, { media, owner }: MediaRecord): Promise<boolean> {
  if (owner === user) return true;
  const store = context.storage.media;
  for (const log of await store.findConversations(user, media.id))
    if (await isStillMember(context, user, log)) return true;
  return store.isAvatar(media.id);
}

function noMedia() {
  return refuse('not_found', 'There is no such media.');
}
