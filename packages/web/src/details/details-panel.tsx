import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import { IconButton } from '../design/icon-button.tsx';
import { Modal, ModalClose, ModalTitle } from '../design/modal.tsx';
import { useIsNarrow } from '../device/use-page.ts';
import { texts } from '../texts/texts.ts';
import { GroupDetails } from './group-details.tsx';
import { PersonDetails } from './person-details.tsx';
import { useIsOverlay } from './use-is-overlay.ts';

export interface DetailsPanelProps {
  /** of the conversation */
  readonly id: string;
  readonly onClose: () => void;
}

/** The third column: who is in a conversation, and what can be done with it. Without room for a column, over it. */
export function DetailsPanel({ id, onClose }: DetailsPanelProps) {
  const isOverlay = useIsOverlay();
  const content = <DetailsContent key={id} id={id} onClose={onClose} />;
  if (!isOverlay)
    return (
      <Column onClose={onClose}>
        <header className="details__header">
          <h2 className="details__title">{texts.details.title}</h2>
          <IconButton icon={X} label={texts.app.close} onClick={onClose} />
        </header>
        {content}
      </Column>
    );
  return <Overlay onClose={onClose}>{content}</Overlay>;
}

interface FrameProps {
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Over the conversation, which Back leads back to. */
function Overlay({ onClose, children }: FrameProps) {
  const isNarrow = useIsNarrow();
  return (
    <Modal isOpen onClose={onClose} className="details details--overlay">
      <header className="details__header">
        {isNarrow && <ModalClose render={<IconButton icon={ArrowLeft} label={texts.app.back} />} />}
        <ModalTitle className="details__title">{texts.details.title}</ModalTitle>
        {!isNarrow && <ModalClose render={<IconButton icon={X} label={texts.app.close} />} />}
      </header>
      {children}
    </Modal>
  );
}

/** Beside the messages; Esc inside closes it. */
function Column({ onClose, children }: FrameProps) {
  const column = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const own = column.current;
    const opener = document.activeElement;
    // Before the column goes, and the focus with it.
    return () => {
      if (own?.contains(document.activeElement) === true && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    const stop = new AbortController();
    // Not React's event: that one also comes up from dialogs and menus opened from here.
    column.current?.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose();
      },
      stop,
    );
    return () => {
      stop.abort();
    };
  }, [onClose]);
  return (
    <aside ref={column} className="details" aria-label={texts.details.title}>
      {children}
    </aside>
  );
}

function DetailsContent({ id, onClose }: DetailsPanelProps) {
  const { client } = useApp();
  const summary = useSelected(client.conversation(id).view, (view) => view.summary);
  if (summary === undefined) return <p className="details__nothing">{texts.details.gone}</p>;
  return summary.type === 'group' ? (
    <GroupDetails summary={summary} onClose={onClose} />
  ) : (
    <PersonDetails summary={summary} />
  );
}
