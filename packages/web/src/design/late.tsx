import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

/**
 * A component whose code loads when it is first drawn; until then, and without a network that could bring it, the
 * fallback is there. React's own `lazy` would do, but React holds back for 300 ms what follows a fallback.
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  fallback: ReactNode = null,
): (props: Props) => ReactNode {
  let loaded: ComponentType<Props> | undefined;
  return function Late(props: Props) {
    const [Part, setPart] = useState(() => loaded);
    const isMissing = Part === undefined;
    useEffect(() => {
      if (!isMissing) return undefined;
      let isShown = true;
      load().then(
        (part) => {
          loaded = part;
          if (isShown) setPart(() => part);
        },
        () => undefined, // drawn again, it asks again
      );
      return () => {
        isShown = false;
      };
    }, [isMissing]);
    return Part === undefined ? fallback : <Part {...props} />;
  };
}
