import { Switch } from '@base-ui/react/switch';
import { useId } from 'react';

export interface SwitchFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchField({ label, hint, isOn, onChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="switch-field">
      <div>
        <span id={id}>{label}</span>
        {hint !== undefined && <p className="text-field__hint">{hint}</p>}
      </div>
      <Switch.Root className="switch" checked={isOn} onCheckedChange={onChange} aria-labelledby={id}>
        <Switch.Thumb className="switch__thumb" />
      </Switch.Root>
    </div>
  );
}
