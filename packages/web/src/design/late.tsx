import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { Button } from './button.tsx';

/**
 * A component whose code loads when it is first drawn; until then the fallback is there. React's own `lazy` would do,
 * but React holds back for 300 ms what follows a fallback.
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): (props: Props) => ReactNode {
  let loaded: ComponentType<Props> | undefined;
  return function Late(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    const [hasFailed, setHasFailed] = useState(false);
    const isMissing = Part === undefined;
    useEffect(() => {
      if (!isMissing) return undefined;
      let isShown = true;
      load().then(
        (part) => {
          loaded = part;
          if (isShown) setPart(() => part);
        },
        // No network, or a newer version has taken this one's place on the server.
        () => isShown && setHasFailed(true),
      );
      return () => {
        isShown = false;
      };
    }, [isMissing]);
    if (Part !== undefined) return <Part {...props} />;
    return hasFailed ? <LateFailed /> : fallback;
  };
}

function LateFailed() {
  return (
    <p className="late-failed" role="alert">
      {texts.app.partFailed}
      <Button onClick={() => location.reload()}>{texts.app.loadAgain}</Button>
    </p>
  );
}
