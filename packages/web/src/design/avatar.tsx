import { colorOf, initialsOf } from './avatar-look.ts';

export interface AvatarProps {
  readonly id: string;
  readonly name: string;
  /** px */
  readonly size?: number;
  readonly isOnline?: boolean;
}

/** Initials on a colour made from the id; says nothing that the name beside it doesn't say. */
export function Avatar({ id, name, size = 40, isOnline = false }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={`avatar avatar--${colorOf(id)}`}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
    >
      {initialsOf(name)}
      {isOnline && <span className="avatar__online" />}
    </span>
  );
}
