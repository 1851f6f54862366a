import { useEffect, useRef, useState } from 'react';
import { useApp } from '../app/app-context.tsx';
import type { ShownMedia } from './shown-media.ts';

/**
 * Address of a file that this device has. Once it is there it stays, also when the message is stored meanwhile: what one
 * sent does not load a second time, nor flicker.
 */
export function useLocalUrl({ waiting }: ShownMedia): string | undefined {
  const { client } = useApp();
  const [url, setUrl] = useState<string>();
  const isWanted = waiting !== undefined && url === undefined;
  const made = useRef<string>(undefined);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isShown = true;
    void client.fileOf(waiting).then((file) => {
      if (!isShown || file === undefined) return;
      made.current = URL.createObjectURL(file);
      setUrl(made.current);
    });
    return () => {
      isShown = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the same file, however often its message changes
  }, [client, isWanted]);
  useEffect(
    () => () => {
      if (made.current !== undefined) URL.revokeObjectURL(made.current);
    },
    [],
  );
  return url;
}
