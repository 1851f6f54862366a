import { texts } from '../texts/texts.ts';

export interface Shortcut {
  /** the ways to press it, each the keys that are held together */
  readonly keys: readonly (readonly string[])[];
  readonly does: string;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

/** Every key of the app, for the help. `enterSends`: whether Enter alone sends. */
export function shortcutGroups(isApple: boolean, enterSends: boolean): readonly ShortcutGroup[] {
  const t = texts.keyboard;
  const control = isApple ? '⌘' : 'Ctrl';
  const option = isApple ? '⌥' : 'Alt';
  const enter = [['Enter']];
  const shiftEnter = [['Shift', 'Enter']];
  return [
    {
      title: t.anywhere,
      shortcuts: [
        { keys: [[control, 'K']], does: t.switcher },
        { keys: [[option, '↑']], does: t.previous },
        { keys: [[option, '↓']], does: t.next },
        { keys: [['Esc']], does: t.back },
        { keys: [['?']], does: t.help },
      ],
    },
    {
      title: t.composing,
      shortcuts: [
        { keys: enterSends ? enter : shiftEnter, does: t.send },
        { keys: enterSends ? shiftEnter : enter, does: t.lineBreak },
        { keys: [['↑']], does: t.editLast },
        { keys: [[':']], does: t.emoji },
      ],
    },
    {
      title: t.messages,
      shortcuts: [
        { keys: [['↑'], ['↓']], does: t.move },
        { keys: enter, does: t.enterMessage },
        { keys: [['+']], does: t.react },
        { keys: [['Home'], ['End']], does: t.oldest },
      ],
    },
    {
      title: t.list,
      shortcuts: [
        { keys: [['↑'], ['↓']], does: t.move },
        { keys: enter, does: t.open },
      ],
    },
  ];
}
