/** What is used of the page; in the app its `window`. */
export interface LayeredPage {
  readonly history: Pick<History, 'state' | 'pushState' | 'go'>;
  addEventListener(type: 'popstate', listener: () => void): void;
}

/** What lies over the page. Each layer has an entry in the history, under the address of the page: Back closes it. */
export interface Layers {
  /** Something opened on top. `close` must close it: Back was pressed, or the page goes elsewhere. Returned: it has closed. */
  open(close: () => void): () => void;
  /** Goes to another address, which takes the place of all layers: no press of Back does nothing. */
  leave(go: () => void): void;
}

/**
 * A reload keeps the entries and not what was open, and Forward comes to entries of what has closed: those are left
 * again at once.
 */
export function createLayers(page: LayeredPage): Layers {
  const { history } = page;
  /** lowest first */
  const layers: (() => void)[] = [];
  const departures: (() => void)[] = [];
  /** The history takes its time: until it has arrived, nothing else is asked of it. */
  let isTravelling = false;

  function closeAbove(depth: number): void {
    while (layers.length > depth) layers.pop()?.();
  }

  /** Brings the history to as many entries as there are layers. */
  function settle(): void {
    if (isTravelling) return;
    const wanted = departures.length > 0 ? 0 : layers.length;
    let depth = depthOf(history.state);
    if (depth > wanted) {
      isTravelling = true;
      history.go(wanted - depth);
      return;
    }
    const go = departures.shift();
    if (go !== undefined) {
      go();
      settle();
      return;
    }
    for (; depth < wanted; depth += 1) history.pushState({ depth: depth + 1 }, '');
  }

  page.addEventListener('popstate', () => {
    // Where it was sent by this module, what opened meanwhile stays.
    if (!isTravelling) closeAbove(depthOf(history.state));
    isTravelling = false;
    settle();
  });
  settle();

  return {
    open(close) {
      const layer = (): void => close();
      layers.push(layer);
      // One closes and another opens at the same moment, as a menu and its dialog: the entry stays.
      queueMicrotask(settle);
      return () => {
        const index = layers.indexOf(layer);
        if (index >= 0) layers.splice(index, 1);
        queueMicrotask(settle);
      };
    },
    leave(go) {
      closeAbove(0);
      departures.push(go);
      settle();
    },
  };
}

/** How many layers an entry of the history was made for. */
function depthOf(state: unknown): number {
  const { depth } = (state ?? {}) as { readonly depth?: unknown }; // may be anybody's; only a number counts
  return typeof depth === 'number' ? depth : 0;
}
