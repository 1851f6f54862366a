import { CloudOff, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';
import { NoticeLine } from './notice-line.tsx';
import type { Outage } from './outage.ts';
import { countWaiting } from './unsent.ts';
import { useSecondsLeft } from './use-seconds-left.ts';
import { usePageLife } from './use-page-life.ts';
import { watchOutage } from './watch-outage.ts';

/** One line above everything while the app is not up to date; nothing otherwise. */
export function ConnectionBanner() {
  const { client, clock } = useApp();
  const [outage, setOutage] = useState<Outage>();
  const waiting = countWaiting(useObservable(client.outbox));
  useEffect(() => watchOutage(client, clock, setOutage), [client, clock]);
  usePageLife();
  return (
    <NoticeLine
      label={texts.connection.region}
      text={outage === undefined ? undefined : <BannerText outage={outage} waiting={waiting} />}
    >
      {outage !== undefined && outage.status !== 'catching-up' && (
        <span className="connection-banner__next">
          {outage.retryAtMs === undefined ? (
            <span>{texts.connection.connecting}</span>
          ) : (
            <NextTry key={outage.retryAtMs} atMs={outage.retryAtMs} />
          )}
          <button type="button" className="connection-banner__try" onClick={() => client.wake()}>
            {texts.connection.tryNow}
          </button>
        </span>
      )}
    </NoticeLine>
  );
}

function BannerText({ outage, waiting }: { readonly outage: Outage; readonly waiting: number }) {
  const t = texts.connection;
  const isCatchingUp = outage.status === 'catching-up';
  const Icon = isCatchingUp ? RefreshCw : CloudOff;
  const away = outage.reason === undefined ? t.offline(waiting) : t.refused(outage.reason.message);
  return (
    <>
      <Icon aria-hidden size={16} />
      <span>{isCatchingUp ? t.catchingUp : away}</span>
    </>
  );
}

/** Outside of the status: nobody wants each second read out. */
function NextTry({ atMs }: { readonly atMs: number }) {
  return <span className="number">{texts.connection.nextTry(useSecondsLeft(atMs))}</span>;
}
