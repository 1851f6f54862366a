import { useEffect, useRef, useState } from 'react';
import { useRoute } from 'wouter';
import { patterns } from '../app/addresses.ts';
import { useIsNarrow } from '../device/use-page.ts';
import { texts } from '../texts/texts.ts';
import { NewConversation } from './new-conversation.tsx';
import { SidebarHeader } from './sidebar-header.tsx';
import { SidebarLists } from './sidebar-lists.tsx';
import { Switcher } from './switcher.tsx';

/** The left column: all conversations, and every way to another one. On a phone a screen of its own. */
export function Sidebar(_props: Record<string, never>) {
  const isNarrow = useIsNarrow();
  const [isHome] = useRoute(patterns.home);
  const [, params] = useRoute(patterns.conversation);
  const [isStarting, setIsStarting] = useState(false);
  const [isSwitching, setIsSwitching] = useState(false);
  const isAway = isNarrow && !isHome;
  const hasBeenAway = useRef(false);
  useEffect(() => {
    if (isAway) hasBeenAway.current = true;
  }, [isAway]);
  return (
    <div
      className={`sidebar ${isAway ? 'sidebar--away' : ''}`}
      role={isNarrow ? 'main' : 'navigation'}
      aria-label={texts.app.name}
    >
      <SidebarHeader onNew={() => setIsStarting(true)} onSearch={() => setIsSwitching(true)} />
      <SidebarLists
        currentId={params?.conversation}
        isBack={hasBeenAway.current && !isAway}
        onNew={() => setIsStarting(true)}
      />
      <NewConversation isOpen={isStarting} onClose={() => setIsStarting(false)} />
      <Switcher isOpen={isSwitching} onOpenChange={setIsSwitching} />
    </div>
  );
}
