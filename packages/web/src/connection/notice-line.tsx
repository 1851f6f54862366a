import type { ReactNode } from 'react';

interface NoticeLineProps {
  readonly label: string;
  /** what it says, with an icon before it; nothing: no line is seen */
  readonly text: ReactNode;
  /** what can be done about it */
  readonly children?: ReactNode;
}

/** One line above everything, about how things stand with the server or this device. */
export function NoticeLine({ label, text, children }: NoticeLineProps) {
  return (
    <section className="notice-line" data-shown={text !== undefined} aria-label={label}>
      {/* There before it says something: what is put into the page together with its text is not read out. */}
      <p role="status" className="notice-line__text">
        {text}
      </p>
      {children}
    </section>
  );
}
