/*
 * What runs inside of the page: clocks and observers that a round trip from outside would disturb. One function, handed
 * over as text: nothing of this module or of Bun is known there.
 */

/** One way through a conversation. */
export interface ScrollResult {
  readonly frames: number;
  readonly ms: number;
  /** of these, at the edge of what was loaded, with nothing to do but wait */
  readonly waitedMs: number;
  /** of these, while a page was being loaded */
  readonly loadingMs: number;
}

export interface ScrollOptions {
  readonly direction: 'up' | 'down';
  /** px of a frame */
  readonly step: number;
  /** px from the end of the conversation at which to stop: at the end itself the list lets go of what is far */
  readonly stopBefore: number;
}

export interface PageTools {
  /** since navigation start, once the app can be used and that has been drawn */
  usableMs: number | null;
  /** From each key press to the end of the frame that shows it, since the last call, ms. */
  takeKeyDelays(): number[];
  /** Tags (`#…;`) of messages, each with the wall-clock ms of its first time in the page. */
  readonly arrivals: Record<string, number>;
  /** The same of the composer, when Enter was pressed. */
  readonly sends: Record<string, number>;
  scroll(options: ScrollOptions): Promise<ScrollResult>;
  /** Goes from the end to the start; ids of the messages, oldest first, one that is shown twice comes twice. */
  walk(): Promise<string[]>;
}

declare global {
  interface Window {
    parleyBench: PageTools;
  }
}

export function installPageTools(): void {
  const epoch = (ms: number): number => performance.timeOrigin + ms;
  const nextFrame = (): Promise<number> => new Promise((resolve) => void requestAnimationFrame(resolve));
  const tagOf = (text: string | null): string | undefined => /#[\w-]+;/.exec(text ?? '')?.[0];

  const sends: PageTools['sends'] = {};
  const keyDelays: number[] = [];
  window.addEventListener(
    'keydown',
    ({ key, target, timeStamp }) => {
      if (!(target instanceof HTMLTextAreaElement)) return;
      const tag = key === 'Enter' ? tagOf(target.value) : undefined;
      if (tag !== undefined) sends[tag] = epoch(timeStamp);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel(); // comes after what the frame draws
        port1.onmessage = () => keyDelays.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    },
    true,
  );

  const arrivals: PageTools['arrivals'] = {};
  const noteArrivals = (records: readonly MutationRecord[]): void => {
    const atMs = epoch(performance.now());
    for (const { addedNodes } of records)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        const articles = node.closest('[role=article]') ?? node.querySelectorAll('[role=article]');
        for (const article of articles instanceof Element ? [articles] : articles) {
          const tag = tagOf(article.textContent);
          if (tag !== undefined) arrivals[tag] ??= atMs;
        }
      }
  };
  const isUsable = (): boolean =>
    document.querySelector('[role=list][aria-label=Conversations]') !== null &&
    document.querySelector('button[aria-label="New conversation"]') !== null;
  let isFound = false;
  new MutationObserver((records) => {
    noteArrivals(records);
    if (isFound || !isUsable()) return;
    isFound = true;
    void nextFrame().then(() => (tools.usableMs = performance.now()));
  }).observe(document, { childList: true, subtree: true });

  const findLog = (): HTMLElement => {
    const log = document.querySelector<HTMLElement>('[role=log]');
    if (log === null) throw new Error('no conversation is open');
    return log;
  };

  async function scroll({ direction, step, stopBefore }: ScrollOptions): Promise<ScrollResult> {
    const log = findLog();
    const startMs = performance.now();
    let [frames, waitedMs, loadingMs, lastMs] = [0, 0, 0, startMs];
    const isOver = (): boolean =>
      direction === 'up'
        ? log.scrollTop <= 0 && log.querySelector('.start-row') !== null
        : log.scrollTop + log.clientHeight >= log.scrollHeight - stopBefore;
    while (!isOver() && lastMs - startMs < 300_000) {
      const before = log.scrollTop;
      log.scrollBy({ top: direction === 'up' ? -step : step, behavior: 'instant' });
      const isStuck = log.scrollTop === before;
      await nextFrame();
      const nowMs = performance.now();
      if (isStuck) waitedMs += nowMs - lastMs;
      else frames++;
      if (log.getAttribute('aria-busy') === 'true') loadingMs += nowMs - lastMs;
      lastMs = nowMs;
    }
    return { frames, ms: lastMs - startMs, waitedMs, loadingMs };
  }

  /** The messages on screen, from top to bottom as one sees them, whatever their order in the document. */
  const idsInView = (log: HTMLElement): string[] => {
    const frame = log.getBoundingClientRect();
    const rows = [...log.querySelectorAll<HTMLElement>('[data-message]')].map((row) => ({
      id: row.dataset['message'] ?? '',
      box: row.getBoundingClientRect(),
    }));
    return rows
      .filter(({ box }) => box.bottom > frame.top && box.top < frame.bottom)
      .sort((one, other) => one.box.top - other.box.top)
      .map(({ id }) => id);
  };

  async function walk(): Promise<string[]> {
    const log = findLog();
    log.scrollTo({ top: log.scrollHeight, behavior: 'instant' });
    for (let frame = 0; frame < 10; frame++) await nextFrame();
    const reversed: string[] = [];
    let restarts = 0;
    const look = (): void => {
      const seen = idsInView(log).reverse();
      // The topmost that is known stands in this view too, as a step is less than a screen: what follows it is new.
      const known = seen.lastIndexOf(reversed.at(-1) ?? '');
      // Elsewhere: the list was still on its way to the end. It begins again.
      if (known < 0 && reversed.length > 0 && restarts++ < 3) {
        reversed.length = 0;
        log.scrollTo({ top: log.scrollHeight, behavior: 'instant' });
      } else reversed.push(...seen.slice(known + 1));
    };
    const endMs = performance.now() + 600_000;
    for (;;) {
      look();
      const isStart = log.scrollTop <= 0 && log.querySelector('.start-row') !== null;
      if (isStart || performance.now() > endMs) break;
      if (reversed.length > 0) log.scrollBy({ top: -log.clientHeight / 2, behavior: 'instant' });
      await nextFrame();
      await nextFrame(); // heights have become known
    }
    return reversed.reverse();
  }

  const tools: PageTools = {
    usableMs: null,
    takeKeyDelays: () => keyDelays.splice(0),
    arrivals,
    sends,
    scroll,
    walk,
  };
  window.parleyBench = tools;
}
