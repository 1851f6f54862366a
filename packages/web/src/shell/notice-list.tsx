import { late } from '../design/late.tsx';
import { useWasOpen } from '../design/use-was-open.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';

const OpenNoticeList = late(async () => (await import('./open-notice-list.tsx')).OpenNoticeList);

/** Where notices are shown, from the first one on. */
export function NoticeList() {
  const { notices } = useApp();
  const isNeeded = useWasOpen(useSelected(notices.waiting, ({ length }) => length > 0));
  return isNeeded && <OpenNoticeList />;
}
