import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Avatar } from '../design/avatar.tsx';
import { texts } from '../texts/texts.ts';

/** Somebody or something to pick. */
export interface Choice {
  /** of the person, the group or the conversation */
  readonly id: string;
  readonly name: string;
  readonly avatarId: string;
  readonly avatarUrl: string | null | undefined;
  readonly detail?: string;
  /** at the end of its line: what picking does, or that it is picked */
  readonly mark?: ReactNode;
}

export interface ChoiceSection {
  /** its heading */
  readonly value: string;
  readonly items: readonly Choice[];
}

export interface ChoicePickerProps {
  /** name of the field */
  readonly label: string;
  readonly placeholder: string;
  /** name of the list */
  readonly listLabel: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onFocus?: () => void;
  readonly sections: readonly ChoiceSection[];
  readonly onPick: (choice: Choice) => void;
  /** shown instead of choices, and read out */
  readonly note?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** `searchbox` where the field alone is looked for; its list is always there, nothing opens */
  readonly role?: 'combobox' | 'searchbox';
}

/** The longest name that the server looks for. */
const longestQuery = 64;

/** A search field over its results: type, arrows, Enter. The field keeps the keyboard. */
export function ChoicePicker(props: ChoicePickerProps) {
  const {
    label,
    placeholder,
    listLabel,
    query,
    onQuery,
    onFocus,
    sections,
    onPick,
    note,
    inputRef,
    role = 'combobox',
  } = props;
  const filled = sections.filter(({ items }) => items.length > 0);
  const count = filled.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <Autocomplete.Root
      inline
      open
      items={filled}
      filter={null}
      autoHighlight="always"
      keepHighlight
      value={query}
      itemToStringValue={({ name }: Choice) => name}
      onValueChange={(value, { reason }) => {
        if (reason === 'input-change' || reason === 'input-clear') onQuery(value);
      }}
    >
      <div className="choice-picker__field">
        <Search aria-hidden size={18} />
        <Autocomplete.Input
          ref={inputRef}
          onFocus={onFocus}
          type="search"
          role={role}
          {...(role === 'searchbox' ? { 'aria-expanded': undefined, 'aria-haspopup': undefined } : {})}
          aria-label={label}
          placeholder={placeholder}
          className="choice-picker__input"
          maxLength={longestQuery}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="go"
        />
      </div>
      <Autocomplete.Status className="choice-picker__status">
        {note ?? <span className="visually-hidden">{texts.conversations.foundCount(count)}</span>}
      </Autocomplete.Status>
      <Autocomplete.List
        className="choice-picker__list"
        aria-label={listLabel}
        // A search box has no popup to scroll it by: the list does that itself.
        tabIndex={role === 'searchbox' ? 0 : -1}
      >
        {({ value, items }: ChoiceSection) => (
          <Autocomplete.Group key={value} items={items} className="choice-picker__section">
            <Autocomplete.GroupLabel className="choice-picker__heading">{value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(choice: Choice) => (
                <Autocomplete.Item
                  key={choice.id}
                  value={choice}
                  className="choice-picker__item"
                  onClick={() => onPick(choice)}
                >
                  <ChoiceLine choice={choice} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function ChoiceLine({ choice: { name, avatarId, avatarUrl, detail, mark } }: { readonly choice: Choice }) {
  return (
    <>
      <Avatar id={avatarId} name={name} url={avatarUrl} size={36} />
      <span className="choice-picker__text">
        <span className="choice-picker__name" dir="auto">
          {name}
        </span>
        {detail !== undefined && <span className="choice-picker__detail">{detail}</span>}
      </span>
      {mark !== undefined && <span className="choice-picker__mark">{mark}</span>}
    </>
  );
}
