import { CloudOff } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { texts } from '../texts/texts.ts';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';

/** Before anything is known: whether somebody is signed in is being asked. */
export function StartScreen() {
  const { client } = useApp();
  const isWaiting = useSelected(client.connection, ({ status }) => status === 'waiting');
  if (isWaiting)
    return (
      <main className="start-screen">
        <EmptyState icon={CloudOff} title={texts.app.unreachableTitle}>
          <p>{texts.app.unreachable}</p>
          <Button onClick={() => client.wake()}>{texts.app.tryAgain}</Button>
        </EmptyState>
      </main>
    );
  return (
    <main className="start-screen" aria-busy aria-label={texts.app.connecting}>
      <div className="skeleton start-screen__mark" />
    </main>
  );
}
