import { Pencil, Reply, X } from 'lucide-react';
import { limits } from '@parley/client';
import { IconButton } from '../../design/icon-button.tsx';
import { useOwnId, usePerson } from '../../people/use-person.ts';
import { texts } from '../../texts/texts.ts';
import { SourcePicture } from '../rows/source-picture.tsx';
import { summarize } from '../rows/summarize.ts';
import { useReplySource } from '../rows/use-reply-source.ts';
import type { ComposerMode } from './composer-mode.ts';

export interface ComposerBarProps {
  readonly mode: ComposerMode;
  readonly length: number;
  readonly onCancel: () => void;
}

/** This near to the limit it is shown, code points. */
const warnFrom = limits.text - 500;

/** Above the field: what is answered or edited, and how much room is left. */
export function ComposerBar({ mode, length, onCancel }: ComposerBarProps) {
  const t = texts.conversation;
  const isTight = length > warnFrom;
  const count = (value: number): string => value.toLocaleString(texts.time.locale);
  return (
    <>
      {mode.kind === 'edit' && (
        <Bar
          key={mode.messageId}
          icon={Pencil}
          title={t.editing}
          id={mode.messageId}
          cancelLabel={t.cancelEdit}
          onCancel={onCancel}
        />
      )}
      {mode.kind === 'new' && mode.replyTo !== undefined && (
        <Bar
          key={mode.replyTo}
          icon={Reply}
          id={mode.replyTo}
          cancelLabel={t.cancelReply}
          onCancel={onCancel}
        />
      )}
      {isTight && (
        <p
          className={`composer__length ${length > limits.text ? 'composer__length--over' : ''}`}
          role="status"
        >
          {length > limits.text
            ? t.tooLong(count(length - limits.text))
            : t.nearLimit(count(length), count(limits.text))}
        </p>
      )}
    </>
  );
}

interface BarProps {
  readonly icon: typeof Pencil;
  readonly id: string;
  /** by default: whom one answers */
  readonly title?: string;
  readonly cancelLabel: string;
  readonly onCancel: () => void;
}

function Bar({ icon: Icon, id, title, cancelLabel, onCancel }: BarProps) {
  const source = useReplySource(id);
  const ownId = useOwnId();
  const author = usePerson(source?.from ?? '');
  const t = texts.conversation;
  const name = source?.from === ownId ? t.youSmall : author.name;
  return (
    <div className="composer-bar">
      <Icon aria-hidden size={18} />
      <SourcePicture source={source ?? undefined} />
      <div className="composer-bar__words">
        <p className="composer-bar__title">{title ?? t.replyingTo(name)}</p>
        <p className="composer-bar__text">
          <bdi>{source === null ? t.replyGone : source === undefined ? '' : summarize(source)}</bdi>
        </p>
      </div>
      <IconButton icon={X} label={cancelLabel} onClick={onCancel} />
    </div>
  );
}
