import { EmojiPicker as Picker, type EmojiData } from 'frimousse';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { createLocalStore } from '../device/local-store.ts';
import { isTouch } from '../device/use-page.ts';
import { texts } from '../texts/texts.ts';
import { CategoryBar } from './category-bar.tsx';
import { findCategoryInView, scrollToCategory } from './category-places.ts';
import { loadEmojiTable } from './emoji-data.ts';
import { emojiGridParts } from './emoji-grid-parts.tsx';
import { indexByEmoji } from './emoji-table.ts';
import { toPickerData } from './picker-data.ts';
import { RecentRow } from './recent-row.tsx';
import { createRecentEmoji, type EmojiStore } from './recent-emoji.ts';
import { keepSkinTone, readSkinTone, type SkinTone } from './skin-tone.ts';
import { SkinToneMenu } from './skin-tone-menu.tsx';
import { useEmojiTable } from './use-emoji-table.ts';

/** As many as emoji.css makes room for. */
const columns = { mouse: 9, touch: 7 } as const;

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  /** where recent emoji and the skin tone are kept */
  readonly store?: EmojiStore;
}

/**
 * Without a resolver of ours the library would ask somebody else's server. A failure is told by `useEmojiTable`. The
 * library keeps what a resolver gave for as long as there is that resolver: each picker has its own.
 */
const createResolver =
  () =>
  (_locale: string, { emojibaseUrl: search }: { readonly emojibaseUrl?: string }): Promise<EmojiData> =>
    loadEmojiTable().then(
      (table) => toPickerData(table, search),
      () => toPickerData([]),
    );

/** What a popover holds. Takes the focus into its search, but not where that would raise a phone's keyboard. */
export function EmojiPicker({ onPick, store: givenStore }: EmojiPickerProps) {
  const [store] = useState(() => givenStore ?? createLocalStore());
  const { table, isFailed, attempt, retry } = useEmojiTable();
  const byEmoji = useMemo(() => (table === undefined ? undefined : indexByEmoji(table)), [table]);
  // Read once: a row that reorders under the finger while one picks several would be missed.
  const [recent] = useState(() => createRecentEmoji(store).list());
  const [tone, setTone] = useState(() => readSkinTone(store));
  const [search, setSearch] = useState('');
  const [resolveEmojiData] = useState(createResolver);
  const searchBox = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (!isTouch()) searchBox.current?.focus({ preventScroll: true });
  }, [attempt]);

  const pick = (emoji: string): void => {
    createRecentEmoji(store).add(emoji);
    onPick(emoji);
  };
  const changeTone = (next: SkinTone): void => {
    keepSkinTone(store, next);
    setTone(next);
  };

  return (
    <Picker.Root
      key={attempt}
      className="emoji-picker"
      role="group"
      aria-label={texts.emoji.picker}
      columns={isTouch() ? columns.touch : columns.mouse}
      skinTone={tone}
      resolveEmojiData={resolveEmojiData}
      // The one thing that the resolver is asked anew for, when it changes.
      emojibaseUrl={search}
      onEmojiSelect={({ emoji }) => pick(emoji)}
    >
      <div className="emoji-picker__head">
        <Picker.Search
          ref={searchBox}
          className="emoji-picker__search"
          aria-label={texts.emoji.search}
          placeholder={texts.emoji.search}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <SkinToneMenu tone={tone} onChange={changeTone} />
      </div>
      {isFailed ? (
        <LoadFailed onRetry={retry} />
      ) : (
        <EmojiGrid isSearching={search !== ''}>
          {recent.length > 0 && <RecentRow emoji={recent} byEmoji={byEmoji} onPick={pick} />}
        </EmojiGrid>
      )}
    </Picker.Root>
  );
}

function LoadFailed({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className="emoji-picker__notice" role="alert">
      {texts.emoji.failed}
      <button type="button" className="button" onClick={onRetry}>
        {texts.emoji.retry}
      </button>
    </div>
  );
}

interface EmojiGridProps {
  readonly isSearching: boolean;
  /** between the categories and the grid; like them hidden while one searches */
  readonly children: ReactNode;
}

function EmojiGrid({ isSearching, children }: EmojiGridProps) {
  const viewport = useRef<HTMLDivElement>(null);
  const [category, setCategory] = useState<string | undefined>(texts.emoji.categories.smileys);
  const goTo = (label: string): void => {
    if (viewport.current !== null) scrollToCategory(viewport.current, label);
  };
  return (
    <>
      {!isSearching && <CategoryBar current={category} onGo={goTo} />}
      {!isSearching && children}
      <Picker.Viewport
        ref={viewport}
        className="emoji-picker__viewport"
        tabIndex={0}
        role="group"
        aria-label={texts.emoji.grid}
        onScroll={({ currentTarget }) => {
          if (!isSearching) setCategory(findCategoryInView(currentTarget));
        }}
      >
        <Picker.Loading className="emoji-picker__loading">
          <span className="visually-hidden">{texts.emoji.loading}</span>
        </Picker.Loading>
        <Picker.Empty className="emoji-picker__notice" role="status">
          {({ search }) => (
            <>
              <strong className="emoji-picker__no-result">{texts.emoji.noResult(search)}</strong>
              {texts.emoji.tryAnother}
            </>
          )}
        </Picker.Empty>
        <Picker.List
          className="emoji-picker__list"
          aria-label={texts.emoji.grid}
          components={emojiGridParts}
        />
      </Picker.Viewport>
      <div className="emoji-picker__preview" aria-hidden>
        <Picker.ActiveEmoji>
          {({ emoji }) =>
            emoji !== undefined && (
              <>
                <span className="emoji-picker__preview-emoji">{emoji.emoji}</span>
                <span className="emoji-picker__preview-name">{emoji.label}</span>
              </>
            )
          }
        </Picker.ActiveEmoji>
      </div>
    </>
  );
}
