import { CloudOff, MessageSquareText } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { texts } from '../texts/texts.ts';

export interface NoMessagesProps {
  readonly name: string;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
  readonly onRetry: () => void;
}

/** In place of messages: there are none, not yet, or they did not come. */
export function NoMessages({ name, isLoading, hasFailed, onRetry }: NoMessagesProps) {
  const t = texts.conversation;
  if (hasFailed)
    return (
      <div className="message-list" role="log" aria-label={name}>
        <EmptyState icon={CloudOff} title={t.loadFailed}>
          <Button onClick={onRetry}>{texts.app.tryAgain}</Button>
        </EmptyState>
      </div>
    );
  if (isLoading)
    return (
      <div
        className="message-list message-list--loading"
        role="log"
        aria-busy
        aria-label={name === '' ? texts.app.loading : name}
      >
        {[60, 42, 75, 35, 55].map((width, index) => (
          <div
            key={width}
            className={`skeleton message-skeleton ${index % 3 === 1 ? 'message-skeleton--own' : ''}`}
            style={{ width: `${width}%` }}
          />
        ))}
      </div>
    );
  return (
    <div className="message-list" role="log" aria-label={name}>
      <EmptyState icon={MessageSquareText} title={t.emptyTitle}>
        <p>{t.emptyHint(name)}</p>
      </EmptyState>
    </div>
  );
}
