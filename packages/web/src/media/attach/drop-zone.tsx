import { Upload } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { texts } from '../../texts/texts.ts';

export interface DropZoneProps {
  /** over which files may be dropped */
  readonly area: RefObject<HTMLElement | null>;
  /** of the conversation */
  readonly name: string;
  readonly onDrop: (files: readonly File[]) => void;
}

/** Takes files that are dragged onto the conversation, and says so while they hang over it. */
export function DropZone({ area, name, onDrop }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    // Going from one element to another inside leaves the one after entering the other.
    let depth = 0;
    const count = (by: number): void => {
      depth = Math.max(0, depth + by);
      setIsOver(depth > 0);
    };
    const onFiles = (
      type: 'dragenter' | 'dragover' | 'dragleave' | 'drop',
      run: (event: DragEvent) => void,
    ): void =>
      element.addEventListener(
        type,
        (event) => {
          if (event.dataTransfer?.types.includes('Files') !== true) return;
          event.preventDefault();
          run(event);
        },
        { signal },
      );
    onFiles('dragenter', () => count(1));
    onFiles('dragleave', () => count(-1));
    onFiles('dragover', (event) => {
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    });
    onFiles('drop', (event) => {
      count(-depth);
      latest.current([...(event.dataTransfer?.files ?? [])]);
    });
    return () => stop.abort();
  }, [area]);
  if (!isOver) return null;
  return (
    <div className="drop-zone">
      <p className="drop-zone__words">
        <Upload aria-hidden size={28} />
        {texts.media.drop(name)}
      </p>
    </div>
  );
}
