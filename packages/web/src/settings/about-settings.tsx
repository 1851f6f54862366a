import { useEffect, useState } from 'react';
import type { CallAnswer, Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { texts } from '../texts/texts.ts';

export function AboutSettings() {
  const { client } = useApp();
  const isCurrent = useObservable(client.isCurrent);
  const hasCopies = useObservable(client.storageFault) === undefined;
  const [server, setServer] = useState<CallAnswer<'get_server'>>();
  const [error, setError] = useState<Refusal>();
  useEffect(() => {
    void client.http('get_server').then((answer) => {
      if (answer.ok) setServer(answer.value);
      setError(answer.ok ? undefined : answer.error);
    });
  }, [client, isCurrent]);
  const t = texts.settings;
  return (
    <section className="settings__section">
      {error !== undefined && server === undefined && (
        <p role="alert" className="text-field__error">
          {error.message}
        </p>
      )}
      <dl className="facts">
        {server !== undefined && (
          <>
            <Fact name={t.server} value={server.name} />
            <Fact name={t.version} value={server.version} />
          </>
        )}
        <Fact name={t.address} value={location.host} />
        <Fact name={t.copies} value={hasCopies ? t.copiesKept : t.copiesLost} />
      </dl>
      <p>
        <a href="/docs">{t.docs}</a>
      </p>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className="facts__row">
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
