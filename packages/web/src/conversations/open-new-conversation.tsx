import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { addressOf } from '../app/addresses.ts';
import { Dialog } from '../design/dialog.tsx';
import { texts } from '../texts/texts.ts';
import { FindGroups } from './find-groups.tsx';
import { FindPeople } from './find-people.tsx';
import { NewGroup } from './new-group.tsx';

export interface OpenNewConversationProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Writes to somebody, makes a group, or joins one. */
export function OpenNewConversation({ isOpen, onClose }: OpenNewConversationProps) {
  const [, navigate] = useLocation();
  const [tab, setTab] = useState('people');
  const t = texts.conversations;

  function close(): void {
    onClose();
    setTab('people');
  }

  function open(conversation: string): void {
    close();
    navigate(addressOf(conversation));
  }

  return (
    <Dialog isOpen={isOpen} onClose={close} title={t.newConversation}>
      <Tabs.Root className="new-conversation" value={tab} onValueChange={(value: string) => setTab(value)}>
        <Tabs.List className="new-conversation__tabs" activateOnFocus>
          <Tabs.Tab value="people" className="new-conversation__tab">
            {t.people}
          </Tabs.Tab>
          <Tabs.Tab value="group" className="new-conversation__tab">
            {t.newGroup}
          </Tabs.Tab>
          <Tabs.Tab value="find" className="new-conversation__tab">
            {t.findGroups}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people" className="new-conversation__panel">
          <FindPeople onOpen={open} />
        </Tabs.Panel>
        {/* What is filled in stays while somebody looks at another tab. */}
        <Tabs.Panel value="group" keepMounted className="new-conversation__panel">
          <NewGroup onOpen={open} />
        </Tabs.Panel>
        <Tabs.Panel value="find" className="new-conversation__panel">
          <FindGroups onOpen={open} />
        </Tabs.Panel>
      </Tabs.Root>
    </Dialog>
  );
}
