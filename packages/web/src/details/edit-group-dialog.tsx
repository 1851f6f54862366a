import { useId, useState, type SyntheticEvent } from 'react';
import type { Conversation, Refusal } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { SwitchField } from '../design/switch-field.tsx';
import { TextField } from '../design/text-field.tsx';
import { PictureField } from '../people/picture-field.tsx';
import { useBlobUrl } from '../device/use-blob-url.ts';
import { texts } from '../texts/texts.ts';
import { groupChanges } from './group-changes.ts';

export interface EditGroupDialogProps {
  readonly summary: Conversation;
  readonly onClose: () => void;
}

interface ChosenPicture {
  /** null: none any more */
  readonly mediaId: string | null;
  readonly picture: Blob | null;
}

/** Name, description, who may join and the picture: sent together, and only what was changed. */
export function EditGroupDialog({ summary, onClose }: EditGroupDialogProps) {
  const { client } = useApp();
  const formId = useId();
  const [before] = useState(() => ({
    name: summary.name ?? '',
    description: summary.description ?? '',
    discoverable: summary.discoverable ?? false,
  }));
  const [after, setAfter] = useState(before);
  const [picture, setPicture] = useState<ChosenPicture>();
  const pictureUrl = useBlobUrl(picture?.picture ?? null);
  const [error, setError] = useState<Refusal>();
  const [isBusy, setIsBusy] = useState(false);
  const t = texts.details;

  async function save(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const body = {
      ...groupChanges(before, after),
      ...(picture === undefined ? {} : { avatar_media_id: picture.mediaId }),
    };
    if (Object.keys(body).length === 0) {
      onClose();
      return;
    }
    setIsBusy(true);
    const answer = await client.http('update_group', { params: { group_id: summary.id }, body });
    setIsBusy(false);
    if (answer.ok) onClose();
    else setError(answer.error);
  }

  const issueOf = (field: string): string | undefined =>
    error?.issues?.find(({ path }) => path === field)?.message;
  const nameError = after.name.trim() === '' ? t.nameMissing : issueOf('name');
  const actions = (
    <>
      <Button onClick={onClose}>{texts.app.cancel}</Button>
      <Button type="submit" form={formId} look="primary" disabled={isBusy || after.name.trim() === ''}>
        {isBusy ? texts.settings.saving : texts.app.save}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={t.edit} actions={actions}>
      <form id={formId} className="edit-group" onSubmit={(event) => void save(event)}>
        <TextField
          label={t.name}
          value={after.name}
          maxLength={100}
          autoComplete="off"
          error={nameError}
          onChange={({ currentTarget: { value } }) => setAfter({ ...after, name: value })}
        />
        <DescriptionField
          value={after.description}
          error={issueOf('description')}
          onChange={(description) => setAfter({ ...after, description })}
        />
        <SwitchField
          label={t.mayJoin}
          hint={t.mayJoinHint}
          isOn={after.discoverable}
          onChange={(discoverable) => setAfter({ ...after, discoverable })}
        />
        <PictureField
          id={summary.id}
          name={after.name}
          url={picture === undefined ? summary.avatar_url : pictureUrl}
          save={async (mediaId, chosen) => {
            setPicture({ mediaId, picture: chosen });
            return { ok: true, value: null };
          }}
        />
        {error !== undefined && error.issues === undefined && (
          <p role="alert" className="text-field__error">
            {error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface DescriptionFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function DescriptionField({ value, error, onChange }: DescriptionFieldProps) {
  const id = useId();
  return (
    <div className="text-field">
      <label className="text-field__label" htmlFor={id}>
        {texts.details.description}
      </label>
      <textarea
        id={id}
        className="text-field__input edit-group__description"
        rows={4}
        maxLength={500}
        value={value}
        aria-invalid={error !== undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {error !== undefined && <p className="text-field__error">{error}</p>}
    </div>
  );
}
