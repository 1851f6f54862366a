import { systemClock, type Client, type Clock } from '@parley/client';
import { createDrafts, type Drafts } from '../device/drafts.ts';
import { createLocalStore, type LocalStore } from '../device/local-store.ts';
import { createNotices, type Notices } from '../device/notices.ts';
import { createChosenFiles, type ChosenFiles } from '../media/attach/chosen-files.ts';
import { createPlayback, type Playback } from '../media/playback.ts';
import { createPresenceWatch, type PresenceWatch } from '../people/presence-watch.ts';
import { createPreferences, type Preferences } from '../device/preferences.ts';

/** Everything that lives as long as the page, beside React. */
export interface AppParts {
  readonly client: Client;
  readonly clock: Clock;
  readonly localStore: LocalStore;
  readonly drafts: Drafts;
  readonly preferences: Preferences;
  readonly presenceWatch: PresenceWatch;
  /** short messages at the edge of the screen: what went wrong, or was done */
  readonly notices: Notices;
  /** files that are chosen and not sent yet */
  readonly chosenFiles: ChosenFiles;
  /** what is heard */
  readonly playback: Playback;
}

export function createAppParts(client: Client): AppParts {
  const localStore = createLocalStore();
  const presenceWatch = createPresenceWatch(client);
  const preferences = createPreferences(localStore);
  const drafts = createDrafts(localStore, () => client.userId());
  const notices = createNotices();
  const chosenFiles = createChosenFiles({
    client,
    notices,
    isSmaller: () => preferences.values.getSnapshot().smallerPhotos,
  });
  const playback = createPlayback();
  client.connection.subscribe(() => {
    const { status } = client.connection.getSnapshot();
    // Nobody is signed in: nothing of theirs is heard.
    if (status === 'idle' || status === 'signed-out') playback.pause();
  });
  return {
    client,
    clock: systemClock,
    localStore,
    drafts,
    preferences,
    presenceWatch,
    notices,
    chosenFiles,
    playback,
  };
}
