import { useRef, useState, type ReactNode } from 'react';
import type { Refusal, Result } from '@parley/client';
import { useApp } from '../app/app-context.tsx';
import { Avatar } from '../design/avatar.tsx';
import { Button } from '../design/button.tsx';
import { texts } from '../texts/texts.ts';
import { squarePicture } from './square-picture.ts';

export interface PictureFieldProps {
  readonly id: string;
  readonly name: string;
  readonly url: string | null | undefined;
  /** Makes it the picture of whom it is about; `null` takes the present one away. */
  readonly save: (mediaId: string | null, picture: Blob | null) => Promise<Result<unknown>>;
  /** whose it is, where nothing else says so */
  readonly children?: ReactNode;
}

/** The picture of a person or a group: chosen, cut to a square, and brought to the server. */
export function PictureField({ id, name, url, save, children }: PictureFieldProps) {
  const { client } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const t = texts.media;

  async function run(work: () => Promise<Refusal | undefined | string>): Promise<void> {
    setIsBusy(true);
    setFault(undefined);
    const refused = await work();
    setFault(typeof refused === 'string' ? refused : refused?.message);
    setIsBusy(false);
  }

  const choose = (file: File): Promise<void> =>
    run(async () => {
      const picture = await squarePicture(file);
      if (picture === undefined) return t.noPicture;
      const uploaded = await client.uploadPicture(picture, 'avatar.webp');
      if (!uploaded.ok) return uploaded.error;
      const saved = await save(uploaded.value, picture);
      return saved.ok ? undefined : saved.error;
    });

  const remove = (): Promise<void> =>
    run(async () => {
      const saved = await save(null, null);
      return saved.ok ? undefined : saved.error;
    });

  return (
    <div className="picture-field">
      <Avatar id={id} name={name} url={url} size={64} />
      <div className="picture-field__actions">
        {children}
        <Button disabled={isBusy} onClick={() => input.current?.click()}>
          {isBusy ? texts.settings.saving : t.choosePicture}
        </Button>
        {typeof url === 'string' && (
          <Button disabled={isBusy} onClick={() => void remove()}>
            {t.removePicture}
          </Button>
        )}
        <input
          ref={input}
          type="file"
          accept="image/*"
          hidden
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) void choose(file);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
        <p role="status" className="text-field__error">
          {fault}
        </p>
      </div>
    </div>
  );
}
