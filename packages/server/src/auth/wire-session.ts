import type { SessionRecord, UserProfile } from '@parley/core';
import type { Session, SessionId, User } from '@parley/protocol';

/** A session as its owner's devices see it. */
export function wireSession(session: SessionRecord, current: SessionId | null): Session {
  return {
    id: session.id,
    device: session.device,
    created_at: new Date(session.createdAt).toISOString(),
    last_used_at: new Date(session.lastUsedAt).toISOString(),
    current: session.id === current,
  };
}

export function wireUser(profile: UserProfile): User {
  return {
    id: profile.id,
    username: profile.username,
    display_name: profile.displayName,
    avatar_url: profile.avatarUrl,
    created_at: new Date(profile.createdAt).toISOString(),
  };
}

const DEVICE_CHARACTERS = 120;

/** What a client said it is, as people may be shown it. */
export function deviceName(userAgent: string | null): string {
  const visible = (userAgent ?? '').replace(/[^\x20-\x7e]/g, '').trim();
  return visible === '' ? 'unknown device' : visible.slice(0, DEVICE_CHARACTERS);
}
