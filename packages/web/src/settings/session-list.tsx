import { Monitor, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { Button } from '../design/button.tsx';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { texts } from '../texts/texts.ts';
import { formatExact, formatShort } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import { deviceName, isHandheld } from './device-name.ts';
import type { Session, Sessions } from './use-sessions.ts';

/** Every device that is signed in, and a way to end each. */
export function SessionList({ sessions, error, reload }: Sessions) {
  const { client } = useApp();
  const { call, isBusy } = useCall();
  /** those that a question is about */
  const [asked, setAsked] = useState<readonly Session[]>([]);
  const [isAsking, setIsAsking] = useState(false);
  const others = (sessions ?? []).filter(({ current }) => !current);
  const t = texts.settings;

  function ask(about: readonly Session[]): void {
    setAsked(about);
    setIsAsking(true);
  }

  async function end(): Promise<void> {
    for (const { id } of asked) {
      const answer = await call(client.http('revoke_session', { params: { id } }));
      // Ended meanwhile, elsewhere: as was asked for.
      if (!answer.ok && answer.error.code !== 'not_found') break;
    }
    reload();
  }

  const [first] = asked;
  const isOne = asked.length === 1 && first !== undefined;
  return (
    <section className="settings__section" aria-busy={sessions === undefined}>
      <h3 className="settings__heading">{t.sessions}</h3>
      {error !== undefined && (
        <p role="alert" className="text-field__error">
          {error.message}
        </p>
      )}
      {sessions === undefined && error === undefined && <div className="skeleton settings__skeleton" />}
      <ul>
        {sessions?.map((session) => (
          <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={() => ask([session])} />
        ))}
      </ul>
      {others.length > 1 && (
        <div>
          <Button disabled={isBusy} onClick={() => ask(others)}>
            {t.endOthers}
          </Button>
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={isOne ? t.endSessionTitle : t.endOthersTitle}
        action={t.endAction}
        onConfirm={() => void end()}
      >
        <p>{isOne ? t.endSessionText(deviceName(first.device)) : t.endOthersText(asked.length)}</p>
      </ConfirmDialog>
    </section>
  );
}

interface SessionRowProps {
  readonly session: Session;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, isBusy, onEnd }: SessionRowProps) {
  const nowMs = useNow();
  const t = texts.settings;
  const name = deviceName(session.device);
  const usedMs = Date.parse(session.last_used_at);
  const Icon = isHandheld(session.device) ? Smartphone : Monitor;
  return (
    <li className="settings-row">
      <Icon aria-hidden size={22} strokeWidth={1.75} />
      <div className="settings-row__text" title={session.device}>
        <p>{name}</p>
        <p className="text-field__hint">
          {session.current ? (
            <strong className="settings-row__mark">{t.thisDevice}</strong>
          ) : (
            <time dateTime={session.last_used_at} title={formatExact(usedMs)}>
              {t.lastUsed(formatShort(usedMs, nowMs))}
            </time>
          )}
          {' · '}
          {t.signedIn(formatShort(Date.parse(session.created_at), nowMs))}
        </p>
      </div>
      {!session.current && (
        <Button disabled={isBusy} aria-label={t.endSessionOf(name)} onClick={onEnd}>
          {t.endSession}
        </Button>
      )}
    </li>
  );
}
