import { createContext, useContext } from 'react';
import type { CustomContainerComponentProps, CustomItemComponentProps } from 'virtua';

/** What the parts of a virtual list must know: only some of its items are in the page. */
export const VirtualListContext = createContext({ label: '', size: 0 });

export function ListContainer({ children, ref, style }: CustomContainerComponentProps) {
  const { label } = useContext(VirtualListContext);
  return (
    // Without bullets Safari takes a list for none: the role says that it is.
    <ul role="list" aria-label={label} ref={ref} style={style}>
      {children}
    </ul>
  );
}

export function ListItem({ children, index, ref, style }: CustomItemComponentProps) {
  const { size } = useContext(VirtualListContext);
  return (
    <li aria-setsize={size} aria-posinset={index + 1} ref={ref} style={style}>
      {children}
    </li>
  );
}
