import { Check, CircleAlert, Circle } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { formatExact, formatSecond } from '../time/format-time.ts';
import { useNow } from '../time/use-now.ts';
import type { WayStep } from './describe-way.ts';

const marks = { done: Check, waiting: Circle, failed: CircleAlert } as const;

/** The steps of a message in their order: what each is, and when it was; its words say all that its mark does. */
export function WayList({ steps }: { readonly steps: readonly WayStep[] }) {
  const nowMs = useNow();
  return (
    <ol className="way" aria-label={texts.details.way}>
      {steps.map(({ label, state, atMs, note }) => {
        const Mark = marks[state];
        return (
          <li key={label} className={`way__step way__step--${state}`}>
            <span className="way__mark">
              <Mark aria-hidden size={18} />
            </span>
            <span>
              <span className="way__label">{label}</span>
              <span className="way__time">
                {atMs !== undefined && (
                  <>
                    {', '}
                    <time dateTime={new Date(atMs).toISOString()} title={formatExact(atMs)}>
                      {formatSecond(atMs, nowMs)}
                    </time>
                  </>
                )}
                {note !== undefined && `, ${note}`}
              </span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
