import type { CopyReport } from '@parley/client';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { describeCheck } from './describe-check.ts';
import { useCopyCheck, type CopyCheck } from './use-copy-check.ts';

export interface CheckDialogProps {
  /** its id */
  readonly conversation: string;
  readonly onClose: () => void;
}

/** Compares this device's copy of a conversation with the server, and says what came of it. Closing it cancels. */
export function CheckDialog({ conversation, onClose }: CheckDialogProps) {
  const { retry, ...check } = useCopyCheck(conversation);
  const t = texts.details;
  const actions = (
    <>
      {check.status === 'failed' && <Button onClick={retry}>{texts.app.tryAgain}</Button>}
      <Button onClick={onClose}>{check.status === 'running' ? texts.app.cancel : texts.app.close}</Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={t.check} actions={actions}>
      {/* There from the start: what comes later is read out. */}
      <div role="status">
        {check.status === 'running' && <p>{t.checking}</p>}
        {check.status === 'failed' && <p>{t.checkFailed(check.error.message)}</p>}
        {check.status === 'over' && <Report report={check.report} />}
      </div>
      {check.status === 'running' && <Progress {...check} />}
    </Dialog>
  );
}

function Progress({ done, total }: Extract<CopyCheck, { status: 'running' }>) {
  const t = texts.details;
  const words = (count: number): string => count.toLocaleString(texts.time.locale);
  if (done === undefined || total === undefined)
    return <progress className="check__progress" aria-label={t.checking} />;
  return (
    <>
      <progress className="check__progress" aria-label={t.checking} value={done} max={total} />
      <p className="text-field__hint number">{t.checked(words(done), words(total))}</p>
    </>
  );
}

function Report({ report }: { readonly report: CopyReport }) {
  const { summary, found } = describeCheck(report);
  return (
    <>
      <p>{summary}</p>
      {found.length > 0 && (
        <ul className="check__found">
          {found.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </>
  );
}
