import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from '../design/icon-button.tsx';
import { texts } from '../texts/texts.ts';

export function NoticeList() {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="notices" aria-label={texts.app.notices}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="notice">
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
