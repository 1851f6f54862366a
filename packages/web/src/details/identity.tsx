import type { ReactNode } from 'react';
import { Avatar } from '../design/avatar.tsx';

export interface IdentityProps {
  /** that the avatar takes its colour from */
  readonly avatarId: string;
  readonly avatarUrl: string | null | undefined;
  readonly name: string;
  readonly isOnline?: boolean;
  readonly children?: ReactNode;
}

/** Whom, or what, the details are about. */
export function Identity({ avatarId, avatarUrl, name, isOnline = false, children }: IdentityProps) {
  return (
    <div className="identity">
      <Avatar id={avatarId} name={name} url={avatarUrl} size={80} isOnline={isOnline} />
      <h3 className="identity__name">
        <bdi>{name}</bdi>
      </h3>
      {children}
    </div>
  );
}
