import { useState } from 'react';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { useApp } from './app-context.tsx';
import { shortcutGroups, type Shortcut } from './shortcuts.ts';
import { useAppKeys } from './use-app-keys.ts';
import { useSelected } from './use-observable.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys of the app, on `?`. */
export function KeyboardHelp() {
  const { preferences } = useApp();
  const enterSends = useSelected(preferences.values, (values) => values.enterSends);
  const [isOpen, setIsOpen] = useState(false);
  useAppKeys(() => setIsOpen(true));
  return (
    <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={texts.keyboard.title} width="wide">
      <div className="keyboard-help">
        {shortcutGroups(isApple, enterSends).map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className="keyboard-help__title">{title}</h3>
            <dl>
              {shortcuts.map((shortcut) => (
                <ShortcutRow key={shortcut.does} shortcut={shortcut} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function ShortcutRow({ shortcut: { keys, does } }: { readonly shortcut: Shortcut }) {
  return (
    <div className="keyboard-help__row">
      <dt>{does}</dt>
      <dd className="keyboard-help__keys">
        {keys.map((held, index) => (
          <span key={held.join(' ')}>
            {index > 0 && <span className="keyboard-help__or"> {texts.keyboard.or} </span>}
            {held.map((name) => (
              <kbd key={name} className="keyboard-help__key">
                {name}
              </kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
