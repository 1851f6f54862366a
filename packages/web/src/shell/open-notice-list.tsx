import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Notice } from '../device/notices.ts';
import { IconButton } from '../design/icon-button.tsx';
import { texts } from '../texts/texts.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';

const shownMs = 6_000;

/** The part of notice-list.tsx that loads with the first notice. */
export function OpenNoticeList() {
  const { notices } = useApp();
  const [manager] = useState(() => Toast.createToastManager<object>());
  const waiting = useObservable(notices.waiting);
  useEffect(() => {
    for (const notice of notices.take()) show(manager, notice);
  }, [manager, notices, waiting]);
  return (
    <Toast.Provider toastManager={manager}>
      <Toasts />
    </Toast.Provider>
  );
}

function show(
  manager: ReturnType<typeof Toast.createToastManager<object>>,
  { sentence, action }: Notice,
): void {
  const onClick = (): void => {
    manager.close(id);
    action?.run();
  };
  const id = manager.add({
    description: sentence,
    timeout: shownMs,
    ...(action === undefined ? {} : { actionProps: { children: action.label, onClick } }),
  });
}

function Toasts() {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="notices" aria-label={texts.app.notices}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} swipeDirection={['up', 'right']} className="notice">
            <Toast.Content className="notice__content">
              <Toast.Description />
              {toast.actionProps !== undefined && <Toast.Action className="button button--quiet" />}
              <Toast.Close render={<IconButton icon={X} label={texts.app.dismiss} />} />
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
