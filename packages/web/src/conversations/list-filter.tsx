import { texts } from '../texts/texts.ts';
import type { ListView } from './choose-conversations.ts';

export interface ListFilterProps {
  readonly view: ListView;
  readonly onChange: (view: ListView) => void;
}

const views = ['all', 'unread'] as const;

/** All conversations or only the unread ones. */
export function ListFilter({ view, onChange }: ListFilterProps) {
  return (
    <div className="list-filter" role="group" aria-label={texts.conversations.filter}>
      {views.map((choice) => (
        <button
          key={choice}
          type="button"
          className="list-filter__choice"
          aria-pressed={view === choice}
          onClick={() => onChange(choice)}
        >
          {texts.conversations[choice]}
        </button>
      ))}
    </div>
  );
}
