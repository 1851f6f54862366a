import { refuse, refuseField } from '@parley/protocol';

/** Taking back an avatar that cannot be there is fine; naming one is not. */
export function hasAvatar(body: { avatar_media_id?: string | null | undefined }): boolean {
  return body.avatar_media_id !== undefined && body.avatar_media_id !== null;
}

export function refuseAvatar() {
  return refuseField('avatar_media_id', 'this server does not take media yet');
}

export const uploadRefused = refuse('unsupported_type', 'This server does not take media yet.').error;
