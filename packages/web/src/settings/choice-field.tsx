import { useId } from 'react';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few, all in view. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, choices, value: chosen, onChange } = props;
  const name = useId();
  return (
    <fieldset className="choice-field">
      <legend className="settings__heading">{label}</legend>
      {choices.map(({ value, label: choice, hint }) => (
        <label key={value} className="choice">
          <input
            type="radio"
            className="choice__dot"
            name={name}
            checked={value === chosen}
            onChange={() => onChange(value)}
          />
          <span>
            {choice}
            {hint !== undefined && <span className="choice__hint">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
