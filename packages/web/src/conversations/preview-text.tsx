import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import type { PreviewLine } from './preview-line.ts';

/** The second line of a row. What its icons say is in the name of the row. */
export function PreviewText({ line }: { readonly line: PreviewLine }) {
  const { kind, lead, text } = line;
  return (
    <>
      <PreviewIcon line={line} />
      <span className={`preview-text preview-text--${kind}`}>
        {lead !== undefined && (
          <span className="preview-text__lead">{texts.conversations.withAuthor(lead, '')}</span>
        )}
        {/* Who is typing is said in a sentence of the interface, with names in it. */}
        <span className="preview-text__words" dir={kind === 'typing' ? undefined : 'auto'}>
          {text}
        </span>
      </span>
    </>
  );
}

function PreviewIcon({ line: { kind, tick } }: { readonly line: PreviewLine }) {
  const look = { size: 15, strokeWidth: 2 };
  if (kind === 'pending') return <Clock {...look} className="preview-text__icon" />;
  if (kind === 'failed')
    return <CircleAlert {...look} className="preview-text__icon preview-text__icon--failed" />;
  if (tick === undefined) return null;
  if (tick === 'stored') return <Check {...look} className="preview-text__icon" />;
  return (
    <CheckCheck
      {...look}
      className={`preview-text__icon ${tick === 'read' ? 'preview-text__icon--read' : ''}`}
    />
  );
}
