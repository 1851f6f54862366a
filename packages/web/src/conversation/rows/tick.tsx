import { AlertCircle, Check, CheckCheck, Clock } from 'lucide-react';
import { texts } from '../../texts/texts.ts';

export type TickState = 'uploading' | 'pending' | 'queued' | 'failed' | 'stored' | 'delivered' | 'read';

/** From the least to the furthest. */
const looks = {
  uploading: {
    icon: Clock,
    label: texts.conversation.uploading,
    hint: texts.conversation.uploadingHint,
  },
  pending: { icon: Clock, label: texts.conversation.pending, hint: texts.conversation.pending },
  queued: { icon: Clock, label: texts.conversation.held, hint: texts.conversation.heldHint },
  failed: { icon: AlertCircle, label: texts.conversation.failed, hint: texts.conversation.failed },
  stored: { icon: Check, label: texts.conversation.stored, hint: texts.conversation.stored },
  delivered: { icon: CheckCheck, label: texts.conversation.delivered, hint: texts.conversation.delivered },
  read: { icon: CheckCheck, label: texts.conversation.read, hint: texts.conversation.read },
} as const;

// Its keys are the states, which their type does not say.
const order = Object.keys(looks) as TickState[];

/** How far all of them have come. */
export function leastOf(ticks: readonly TickState[]): TickState | undefined {
  return order.find((state) => ticks.includes(state));
}

/** How far a message has come: by shape and by name, not by colour alone. */
export function Tick({ state }: { readonly state: TickState }) {
  const { icon: Icon, label, hint } = looks[state];
  return (
    <span role="img" aria-label={label} title={hint} className={`tick tick--${state}`}>
      <Icon aria-hidden size={15} strokeWidth={2.2} />
    </span>
  );
}
