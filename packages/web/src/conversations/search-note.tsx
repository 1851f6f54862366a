import { Button } from '../design/button.tsx';
import { texts } from '../texts/texts.ts';
import type { UsedSearch } from './use-search.ts';

export interface SearchNoteProps {
  readonly search: UsedSearch<unknown>;
  /** before anything is typed; undefined: then there is something to show */
  readonly hint?: string | undefined;
  readonly nothing: string;
  readonly nothingHint: string;
}

/** What a search says instead of results; undefined while it has some. */
export function searchNote({ search, hint, nothing, nothingHint }: SearchNoteProps) {
  const t = texts.conversations;
  const { status, items, error, again } = search;
  if (status === 'idle') return hint === undefined ? undefined : <p>{hint}</p>;
  if (status === 'failed')
    return (
      <>
        <p className="choice-picker__lead">{t.searchFailed}</p>
        <p>{error?.message}</p>
        <Button onClick={again}>{texts.app.tryAgain}</Button>
      </>
    );
  if (items.length > 0) return undefined;
  if (status === 'searching') return <p>{t.searching}</p>;
  return (
    <>
      <p className="choice-picker__lead">{nothing}</p>
      <p>{nothingHint}</p>
    </>
  );
}
