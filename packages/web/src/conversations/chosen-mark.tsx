import { Check } from 'lucide-react';
import { texts } from '../texts/texts.ts';

/** Beside somebody who is among those picked. */
export function ChosenMark() {
  return (
    <>
      <Check aria-hidden size={18} />
      <span className="visually-hidden">{texts.conversations.isChosen}</span>
    </>
  );
}
