import { texts } from '../texts/texts.ts';
import { useApp } from '../app/app-context.tsx';
import { isApple } from '../device/is-apple.ts';
import { shortcutGroups, type Shortcut } from './shortcuts.ts';
import { useSelected } from '../app/use-observable.ts';

/** Every key of the app, and what it does. */
export function ShortcutList() {
  const { preferences } = useApp();
  const enterSends = useSelected(preferences.values, (values) => values.enterSends);
  return (
    <div className="shortcut-list">
      {shortcutGroups(isApple, enterSends).map(({ title, shortcuts }) => (
        <section key={title}>
          <h3 className="shortcut-list__title">{title}</h3>
          <dl>
            {shortcuts.map((shortcut) => (
              <ShortcutRow key={shortcut.does} shortcut={shortcut} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function ShortcutRow({ shortcut: { keys, does } }: { readonly shortcut: Shortcut }) {
  return (
    <div className="shortcut-list__row">
      <dt>{does}</dt>
      <dd className="shortcut-list__keys">
        {keys.map((held, index) => (
          <span key={held.join(' ')}>
            {index > 0 && <span className="shortcut-list__or"> {texts.keyboard.or} </span>}
            {held.map((name) => (
              <kbd key={name} className="shortcut-list__key">
                {name}
              </kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}
