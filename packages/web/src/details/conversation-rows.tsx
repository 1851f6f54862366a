import { Archive, ArchiveRestore, Bell, BellOff, ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { CallInput, Conversation } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { isMuted, mutedUntil, muteLengths } from '../conversations/mute.ts';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { texts } from '../texts/texts.ts';
import { useNow } from '../time/use-now.ts';
import { CheckDialog } from './check-dialog.tsx';
import { DetailsRow } from './details-row.tsx';
import { muteWords } from './mute-end.ts';

/** What everybody sets for themselves, in any conversation. */
export function ConversationRows({ summary }: { readonly summary: Conversation }) {
  const { client, clock, notices } = useApp();
  const { call } = useCall();
  const nowMs = useNow();
  const [isChecking, setIsChecking] = useState(false);
  const t = texts.details;
  const isQuiet = isMuted(summary, nowMs);
  const { archived } = summary;

  const change = (settings: CallInput<'update_conversation'>['body']) =>
    call(client.conversation(summary.id).change(settings));

  async function toggleArchived(): Promise<void> {
    const answer = await change({ archived: !archived });
    if (answer.ok) notices.say(archived ? t.unarchived : t.archived);
  }

  const mutes: MenuItem[] = muteLengths.map((length) => ({
    label: t.muteFor[length],
    icon: BellOff,
    onSelect: () => void change({ muted_until: mutedUntil(length, clock.nowMs()) }),
  }));
  const unmute: MenuItem = {
    label: t.turnOn,
    icon: Bell,
    onSelect: () => void change({ muted_until: null }),
  };
  return (
    <>
      <Menu
        align="start"
        trigger={
          <DetailsRow
            icon={isQuiet ? BellOff : Bell}
            label={t.notifications}
            value={muteWords(summary, nowMs)}
          />
        }
        items={isQuiet ? [unmute, ...mutes] : mutes}
      />
      <DetailsRow
        icon={archived ? ArchiveRestore : Archive}
        label={archived ? t.unarchive : t.archive}
        onClick={() => void toggleArchived()}
      />
      <DetailsRow icon={ListChecks} label={t.check} onClick={() => setIsChecking(true)} />
      {isChecking && <CheckDialog conversation={summary.id} onClose={() => setIsChecking(false)} />}
    </>
  );
}
