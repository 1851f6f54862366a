import type { FileLook } from '@parley/client';

/** A file that somebody chose to send, and what this browser could tell of it. */
export interface ChosenFile {
  /** of its draft on this device */
  readonly key: string;
  readonly file: Blob;
  readonly look: FileLook;
  /** this browser can show it: its look has proved that */
  readonly isShowable: boolean;
  readonly poster: Blob | undefined;
  /** the photo at a size for screens, where that is smaller than the file */
  readonly smaller: { readonly file: Blob; readonly look: FileLook } | undefined;
  /** still being looked at: its look may change */
  readonly isPreparing: boolean;
  /** itself, once it has been looked at; never rejects */
  readonly whenReady: Promise<ChosenFile>;
}
