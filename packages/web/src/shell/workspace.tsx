import { MessageSquare } from 'lucide-react';
import { Route, Switch } from 'wouter';
import { Attention } from '../attention/attention.tsx';
import { ConnectionBanner } from '../connection/connection-banner.tsx';
import { HoldingNotice } from '../connection/holding-notice.tsx';
import { OutboxTray } from '../connection/outbox-tray.tsx';
import { SignedOut } from '../connection/signed-out.tsx';
import { StorageWarning } from '../connection/storage-warning.tsx';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';
import { Sidebar } from '../conversations/sidebar.tsx';
import { late } from '../design/late.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { texts } from '../texts/texts.ts';
import { useApp } from '../app/app-context.tsx';
import { useObservable } from '../app/use-observable.ts';
import { useUnloadGuard } from '../device/use-unload-guard.ts';
import { patterns } from '../app/addresses.ts';
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx';

const SettingsScreen = late(
  async () => (await import('../settings/settings-screen.tsx')).SettingsScreen,
  <main aria-busy />,
);

/** Conversations on the left, one of them (or the settings) beside. On a phone: one of the two. */
export function Workspace() {
  const { client } = useApp();
  // This device keeps what is chosen and what is sent, unless it has no room for it.
  useUnloadGuard(useObservable(client.fileDrafts.areAtRisk));
  return (
    <div className="workspace">
      <ConnectionBanner />
      <HoldingNotice />
      <StorageWarning />
      <div className="workspace__columns">
        <div className="workspace__side">
          <Sidebar />
          <OutboxTray />
        </div>
        <Switch>
          <Route path={patterns.conversation}>
            {({ conversation, message }) => (
              <ConversationScreen
                key={conversation}
                id={conversation}
                {...(message === undefined ? {} : { messageId: message })}
              />
            )}
          </Route>
          <Route path={patterns.settings}>
            <SettingsScreen />
          </Route>
          <Route>
            <main className="workspace__nothing">
              <EmptyState icon={MessageSquare} title={texts.app.selectConversation} />
            </main>
          </Route>
        </Switch>
      </div>
      <SignedOut />
      <KeyboardHelp />
      <Attention />
    </div>
  );
}
