import { Search, SquarePen } from 'lucide-react';
import { IconButton } from '../design/icon-button.tsx';
import { texts } from '../texts/texts.ts';
import { AccountMenu } from './account-menu.tsx';
import { switcherKeys } from './use-switcher-key.ts';

export interface SidebarHeaderProps {
  readonly onNew: () => void;
  readonly onSearch: () => void;
}

export function SidebarHeader({ onNew, onSearch }: SidebarHeaderProps) {
  const t = texts.conversations;
  return (
    <div className="sidebar__header">
      <div className="sidebar__bar">
        <AccountMenu />
        <h1 className="sidebar__title">{texts.app.name}</h1>
        <IconButton icon={SquarePen} label={t.newConversation} onClick={onNew} />
      </div>
      <button
        type="button"
        className="sidebar__search"
        aria-haspopup="dialog"
        aria-keyshortcuts={switcherKeys.aria}
        onClick={onSearch}
      >
        <Search aria-hidden size={16} />
        <span className="sidebar__search-label">{t.search}</span>
        <kbd aria-hidden className="sidebar__keys">
          {switcherKeys.shown}
        </kbd>
      </button>
    </div>
  );
}
