import { X } from 'lucide-react';
import { useApp } from '../app/app-context.tsx';
import { useSelected } from '../app/use-observable.ts';
import type { ShownMessage } from '../conversation/rows/shown-message.ts';
import { texts } from '../texts/texts.ts';

/** Over what is being uploaded: how far it has come, and the way out. Nothing over anything else. */
export function UploadState({ message }: { readonly message: ShownMessage }) {
  return message.state === 'uploading' && <Ring message={message} />;
}

function Ring({ message }: { readonly message: ShownMessage }) {
  const { client } = useApp();
  const size = message.media?.size ?? 0;
  const percent = useSelected(client.uploads, (all) => {
    const bytes = all.get(message.id);
    // Until the first part has arrived it only turns: that may be all of it.
    return bytes === undefined || bytes === 0 ? undefined : Math.floor((100 * bytes) / size);
  });
  const t = texts.media;
  return (
    <span className="upload-state">
      <span
        role="progressbar"
        aria-label={t.uploading(message.media?.filename ?? '')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className={`upload-state__ring ${percent === undefined ? 'upload-state__ring--waiting' : ''}`}
      >
        <svg viewBox="0 0 44 44" aria-hidden>
          <circle className="upload-state__track" cx="22" cy="22" r="19" pathLength="100" />
          <circle
            className="upload-state__bar"
            cx="22"
            cy="22"
            r="19"
            pathLength="100"
            strokeDasharray={`${Math.max(2, percent ?? 20)} 100`}
          />
        </svg>
      </span>
      <button
        type="button"
        className="upload-state__cancel"
        aria-label={t.cancelUpload(message.media?.filename ?? '')}
        title={t.cancel}
        onClick={() => void client.discard(message.id)}
      >
        <X aria-hidden size={18} />
      </button>
    </span>
  );
}
