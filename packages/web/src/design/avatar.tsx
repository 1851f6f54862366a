import { useLoadFailure } from '../app/use-load-failure.ts';
import { colorOf, initialsOf } from './avatar-look.ts';

export interface AvatarProps {
  readonly id: string;
  readonly name: string;
  /** of the picture; without one, and until it is there, its place has initials */
  readonly url?: string | null | undefined;
  /** px */
  readonly size?: number;
  readonly isOnline?: boolean;
}

/** A picture, or initials on a colour made from the id; says nothing that the name beside it doesn't say. */
export function Avatar({ id, name, url, size = 40, isOnline = false }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={`avatar avatar--${colorOf(id)}`}
      style={{ width: size, height: size, fontSize: size * 0.4 }}
    >
      {initialsOf(name)}
      {typeof url === 'string' && <Picture key={url} url={url} />}
      {isOnline && <span className="avatar__online" />}
    </span>
  );
}

/** One that does not load leaves the initials. */
function Picture({ url }: { readonly url: string }) {
  const [hasFailed, fail] = useLoadFailure();
  if (hasFailed) return undefined;
  return (
    <img
      className="avatar__picture"
      src={url}
      alt=""
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={fail}
    />
  );
}
