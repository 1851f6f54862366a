import { Toast, type ToastManager } from '@base-ui/react/toast';

export interface Notices {
  /** For the provider that shows them. */
  readonly manager: ToastManager<object>;
  /** Says a sentence for some seconds; `action` offers a way out. */
  say(sentence: string, action?: { readonly label: string; readonly run: () => void }): void;
}

const shownMs = 6_000;

export function createNotices(): Notices {
  const manager = Toast.createToastManager<object>();
  return {
    manager,
    say(sentence, action) {
      const onClick = (): void => {
        manager.close(id);
        action?.run();
      };
      const id = manager.add({
        description: sentence,
        timeout: shownMs,
        ...(action === undefined ? {} : { actionProps: { children: action.label, onClick } }),
      });
    },
  };
}
