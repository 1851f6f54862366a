import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { useApp } from '../../app/app-context.tsx';
import { isTouch } from '../../device/use-page.ts';
import { useConversation } from '../conversation-context.tsx';
import type { ShownMessage } from '../rows/shown-message.ts';
import { countLength } from './count-length.ts';
import { fitHeight } from './fit-height.ts';
import { isComposing } from './is-composing.ts';
import { isSameMode, modeOf, type ComposerMode } from './composer-mode.ts';
import { useSending } from './use-sending.ts';

export interface Composer {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly mode: ComposerMode;
  /** code points of what is written, 0 when it is blank */
  readonly length: number;
  /** files that go with it, or are there already */
  readonly carried: number;
  readonly reply: (message: ShownMessage) => void;
  readonly edit: (message: ShownMessage) => void;
  readonly focus: () => void;
  readonly cancel: () => void;
  readonly submit: () => void;
  /** Puts text where the caret is, or in place of a range. */
  readonly insert: (text: string, range?: { readonly start: number; readonly end: number }) => void;
  readonly onInput: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onBlur: () => void;
}

/**
 * Where one writes. The field holds its own text: a key press draws nothing but what depends on it, and is kept as a
 * draft at once.
 */
export function useComposer(onSend: () => void): Composer {
  const { drafts, preferences } = useApp();
  const { handle } = useConversation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [mode, setMode] = useState<ComposerMode>(() => modeOf(drafts.get(handle.id)));
  const [length, setLength] = useState(0);

  const show = useCallback((next: ComposerMode, text: string): void => {
    setMode(next);
    setLength(countLength(text));
    if (field.current === null) return;
    field.current.value = text;
    fitHeight(field.current);
  }, []);

  // What was left here is here again.
  useLayoutEffect(() => {
    const draft = drafts.get(handle.id);
    show(modeOf(draft), draft?.edit?.text ?? draft?.text ?? '');
    if (!isTouch()) field.current?.focus();
  }, [drafts, handle, show]);

  // Something was put here from elsewhere: a refused message to write anew, or what another tab wrote.
  useEffect(
    () =>
      drafts.all.subscribe(() => {
        const draft = drafts.get(handle.id);
        const text = draft?.edit?.text ?? draft?.text ?? '';
        const next = modeOf(draft);
        // A blank draft is none; the field keeps its blanks.
        if (text.trim() !== field.current?.value.trim()) show(next, text);
        else setMode((known) => (isSameMode(known, next) ? known : next));
      }),
    [drafts, handle, show],
  );

  const keep = useCallback((): void => {
    const text = field.current?.value ?? '';
    const known = drafts.get(handle.id) ?? { text: '' };
    const next = known.edit === undefined ? { ...known, text } : { ...known, edit: { ...known.edit, text } };
    drafts.set(handle.id, next);
  }, [drafts, handle]);

  const { start, finish, submit, carried } = useSending({ field, mode, show, onSend });

  return useMemo<Composer>(() => {
    function onInput(): void {
      const target = field.current;
      if (target === null) return;
      setLength(countLength(target.value));
      fitHeight(target);
      keep();
      handle.sayTyping(target.value !== '');
    }

    function onKeyDown(event: KeyboardEvent): void {
      if (isComposing(event)) return;
      const isEmpty = field.current?.value === '';
      const mayEdit = event.key === 'ArrowUp' && isEmpty && mode.kind === 'new';
      if (event.key === 'Enter' && sends(event)) {
        event.preventDefault();
        submit();
      } else if (event.key === 'Escape' && (mode.kind === 'edit' || mode.replyTo !== undefined)) {
        event.preventDefault();
        event.stopPropagation();
        finish();
      } else if (mayEdit && start.editLast()) event.preventDefault();
    }

    function sends(event: KeyboardEvent): boolean {
      if (event.ctrlKey || event.metaKey) return true;
      // On a phone Enter is the only way to a new line.
      return !isTouch() && preferences.values.getSnapshot().enterSends !== event.shiftKey;
    }

    return {
      field,
      mode,
      length,
      carried,
      reply: start.reply,
      edit: start.edit,
      focus: () => field.current?.focus(),
      cancel: finish,
      submit,
      insert(text, range) {
        const target = field.current;
        if (target === null) return;
        const { selectionStart, selectionEnd } = target;
        target.setRangeText(text, range?.start ?? selectionStart, range?.end ?? selectionEnd, 'end');
        onInput();
        target.focus();
      },
      onInput,
      onKeyDown,
      onBlur: () => handle.sayTyping(false),
    };
  }, [mode, length, carried, start, finish, submit, keep, handle, preferences]);
}
