import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';

export interface DetailsRowProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'value'> {
  readonly icon: LucideIcon;
  readonly label: string;
  /** how it stands now */
  readonly value?: string;
  readonly isDanger?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** One thing that can be done with a conversation. Takes the props of a menu's trigger too. */
export function DetailsRow({ icon: Icon, label, value, isDanger = false, ...rest }: DetailsRowProps) {
  return (
    <button {...rest} type="button" className={`details-row ${isDanger ? 'details-row--danger' : ''}`}>
      <Icon aria-hidden size={20} strokeWidth={1.9} />
      <span className="details-row__label">{label}</span>
      {value !== undefined && <span className="details-row__value">{value}</span>}
    </button>
  );
}
