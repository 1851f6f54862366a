import { createStore, type Observable } from '@parley/client';

export interface PlaybackState {
  /** message that is heard, or was last */
  readonly id: string | undefined;
  readonly isPlaying: boolean;
  readonly positionMs: number;
  /** undefined until it is known */
  readonly durationMs: number | undefined;
  readonly hasFailed: boolean;
  readonly speed: Speed;
}

export const speeds = [1, 1.5, 2] as const;
export type Speed = (typeof speeds)[number];

export function nextSpeed(speed: Speed): Speed {
  return speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
}

/** What makes itself heard, or listens: a player, or a recording. */
export interface Heard {
  /** Nothing where it has stopped already. */
  pause(): void;
}

/** The one thing that is heard: another one that begins ends it, and a message goes on whatever is on screen. */
export interface Playback {
  readonly state: Observable<PlaybackState>;
  /** Something else has begun, such as a video: all others stop. */
  begin(heard: Heard): void;
  toggle(id: string, url: string): void;
  /** Goes to a place; what is not playing stays so. */
  seek(id: string, url: string, ms: number): void;
  /** Whatever it is that is heard. */
  pause(): void;
  setSpeed(speed: Speed): void;
  /** What it played is gone. */
  forget(id: string): void;
}

/** Messages by one audio element, made when it is first needed; videos and recordings bring their own. */
export function createPlayback(): Playback {
  const state = createStore<PlaybackState>({
    id: undefined,
    isPlaying: false,
    positionMs: 0,
    durationMs: undefined,
    hasFailed: false,
    speed: 1,
  });
  let audio: HTMLAudioElement | undefined;
  let loaded: string | undefined;
  let wantedMs: number | undefined;
  let heard: Heard | undefined;

  function begin(next: Heard): void {
    if (heard === next) return;
    heard?.pause();
    heard = next;
  }

  function set(change: Partial<PlaybackState>): void {
    state.set({ ...state.getSnapshot(), ...change });
  }

  function obtain(): HTMLAudioElement {
    if (audio !== undefined) return audio;
    const made = new Audio();
    made.preservesPitch = true;
    made.addEventListener('timeupdate', () => {
      if (wantedMs === undefined) set({ positionMs: made.currentTime * 1000 });
    });
    made.addEventListener('play', () => {
      begin(made);
      set({ isPlaying: true });
    });
    made.addEventListener('pause', () => set({ isPlaying: false }));
    made.addEventListener('ended', () => set({ isPlaying: false, positionMs: 0 }));
    made.addEventListener('error', () => set({ isPlaying: false, hasFailed: true }));
    for (const name of ['loadedmetadata', 'durationchange'])
      made.addEventListener(name, () => learnLength(made));
    audio = made;
    return made;
  }

  /** What a browser recorded does not say how long it is until its end has been seen. */
  function learnLength(element: HTMLAudioElement): void {
    if (element.duration === Infinity) {
      wantedMs ??= element.currentTime * 1000;
      element.currentTime = 1e9;
      return;
    }
    if (!Number.isFinite(element.duration)) return;
    set({ durationMs: element.duration * 1000 });
    if (wantedMs === undefined) return;
    element.currentTime = wantedMs / 1000;
    wantedMs = undefined;
  }

  function load(id: string, url: string): HTMLAudioElement {
    const element = obtain();
    if (loaded === id && element.error === null) return element;
    loaded = id;
    wantedMs = undefined;
    element.src = url;
    const { speed } = state.getSnapshot();
    element.defaultPlaybackRate = speed;
    element.playbackRate = speed;
    set({ id, isPlaying: false, positionMs: 0, durationMs: undefined, hasFailed: false });
    return element;
  }

  return {
    state,
    begin,
    toggle(id, url) {
      const element = load(id, url);
      // Refused by the browser, or another one began meanwhile: the events have said so.
      if (element.paused) element.play().catch(() => undefined);
      else element.pause();
    },
    seek(id, url, ms) {
      const element = load(id, url);
      set({ positionMs: ms });
      if (element.readyState === 0 || wantedMs !== undefined) wantedMs = ms;
      else element.currentTime = ms / 1000;
    },
    pause: () => heard?.pause(),
    forget(id) {
      if (loaded !== id) return;
      loaded = undefined;
      audio?.pause();
      audio?.removeAttribute('src');
      set({ id: undefined, isPlaying: false, positionMs: 0, durationMs: undefined, hasFailed: false });
    },
    setSpeed(speed) {
      set({ speed });
      if (audio === undefined) return;
      audio.defaultPlaybackRate = speed;
      audio.playbackRate = speed;
    },
  };
}
