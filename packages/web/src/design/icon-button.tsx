import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** name for screen readers, and the hint under the pointer */
  readonly label: string;
  /** keys that do the same, shown in the hint */
  readonly keys?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ icon: Icon, label, keys, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={keys === undefined ? label : `${label} (${keys})`}
      {...rest}
      aria-label={label}
      className={`icon-button ${className}`}
    >
      <Icon aria-hidden size={20} strokeWidth={1.9} />
    </button>
  );
}
