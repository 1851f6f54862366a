import { Ban } from 'lucide-react';
import { useApp } from '../app/app-context.tsx';
import { useCall } from '../app/use-call.ts';
import { useSelected } from '../app/use-observable.ts';
import { Avatar } from '../design/avatar.tsx';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { usePerson } from '../people/use-person.ts';
import { texts } from '../texts/texts.ts';

const nobody: readonly string[] = [];

export function BlockedSettings() {
  const { client } = useApp();
  const blocked = useSelected(client.account, (account) => account?.blocked ?? nobody);
  const t = texts.settings;
  if (blocked.length === 0)
    return (
      <EmptyState icon={Ban} title={t.nobodyBlocked}>
        <p>{t.nobodyBlockedHint}</p>
      </EmptyState>
    );
  return (
    <section className="settings__section">
      <p className="text-field__hint">{t.blockedHint}</p>
      <ul>
        {blocked.map((id) => (
          <BlockedRow key={id} id={id} />
        ))}
      </ul>
    </section>
  );
}

function BlockedRow({ id }: { readonly id: string }) {
  const { client } = useApp();
  const { call, isBusy } = useCall();
  const { name, user } = usePerson(id);
  const t = texts.settings;
  return (
    <li className="settings-row">
      <Avatar id={id} name={name} url={user?.avatar_url} size={36} />
      <div className="settings-row__text">
        <p>
          <bdi>{name}</bdi>
        </p>
        {user?.username !== undefined && user.username !== null && (
          <p className="text-field__hint">@{user.username}</p>
        )}
      </div>
      <Button
        disabled={isBusy}
        aria-label={t.unblockPerson(name)}
        onClick={() => void call(client.http('unblock_user', { params: { user_id: id } }))}
      >
        {t.unblock}
      </Button>
    </li>
  );
}
