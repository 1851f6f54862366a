import { rm } from 'node:fs/promises';
import { refuseField, sizes, type Result, type UserId } from '@parley/protocol';
import type { Clock, MediaRecord } from '@parley/core';
import type { KeepUpload } from './keep-upload.ts';
import { formFieldBytes, readForm, type FormRefusal, type ReceivedForm } from './read-form.ts';
import { inReceivingTime } from './receiving-time.ts';
import { describeUpload } from './tus-metadata.ts';
import type { UploadFolder } from './upload-folder.ts';
import type { UploadRoom } from './upload-room.ts';

export interface ReceiveFormDeps {
  readonly room: UploadRoom;
  readonly folder: UploadFolder;
  readonly keepUpload: KeepUpload;
  readonly clock: Pick<Clock, 'every' | 'monotonicMs'>;
  /** 32 hex digits */
  readonly newMediaId: () => string;
}

/** What a form may have around its file, at most: boundaries, headers, fields. */
const FORM_EXTRA_BYTES = 64 * 1024;

/**
 * A file in a form, whole or nothing. MED6
 * @throws BlobError, StoreError, the error of the file system
 */
export function createReceiveForm(deps: ReceiveFormDeps) {
  const { room, folder } = deps;

  return async function receiveForm(
    owner: UserId,
    request: Request,
  ): Promise<Result<MediaRecord> | FormRefusal> {
    const entered = room.enter(owner);
    if (!entered.ok) return entered;
    try {
      const reserved = await room.reserve(owner, announcedBytes(request));
      if (!reserved.ok) return reserved;
      const id = deps.newMediaId();
      const pathOf = (field: string) => folder.pathOf(id, field);
      try {
        const limits = {
          files: { file: reserved.value.maxBytes, poster: sizes.posterBytes },
          fields: ['voice', 'waveform'],
          fieldBytes: formFieldBytes,
          formBytes: reserved.value.maxBytes + sizes.posterBytes + FORM_EXTRA_BYTES,
        };
        const form = await inReceivingTime(deps.clock, (signal, note) => {
          const onArrived = (bytes: number) => {
            note(bytes);
            reserved.value.arrived(bytes);
          };
          return readForm(request, { ...limits, reception: { signal, onArrived } }, pathOf);
        });
        return form.ok ? await keepForm(deps, { id, owner }, form.value) : form;
      } finally {
        reserved.value.release();
        await Promise.all(['file', 'poster'].map((field) => rm(pathOf(field), { force: true })));
      }
    } finally {
      entered.value();
    }
  };
}

async function keepForm(
  { keepUpload }: ReceiveFormDeps,
  whose: { readonly id: string; readonly owner: UserId },
  { files, fields }: ReceivedForm,
): Promise<Result<MediaRecord>> {
  const file = files.get('file');
  if (file === undefined) return refuseField('file', 'is required');
  if (file.size === 0) return refuseField('file', 'is empty');
  const described = describeUpload({
    // Forms write a quote in a name like this, and nothing else. https://html.spec.whatwg.org/#multipart-form-data
    filename: file.filename.replaceAll('%22', '"'),
    voice: fields.get('voice'),
    waveform: fields.get('waveform'),
  });
  if (!described.ok) return described;
  return keepUpload.keep({ ...whose, ...file, ...described.value }, files.get('poster')?.path);
}

/** How large the file may be by what the request says of itself. */
function announcedBytes({ headers }: Request): number | undefined {
  const length = headers.get('content-length');
  // The least that it can be: what a form has besides is not the file's.
  return length === null ? undefined : Math.max(0, Number(length) - FORM_EXTRA_BYTES);
}
