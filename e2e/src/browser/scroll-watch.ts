import type { AppPage } from './app-page.ts';

/** Watches what a reader's eye rests on while the wheel turns. */
export interface ScrollWatch {
  /** Turns the wheel, step by step, until a message that says so is on screen. */
  readonly until: (text: string) => Promise<void>;
  /** What moved otherwise than the wheel turned, one line per event. */
  readonly jumps: () => readonly string[];
  /** how many turns were watched */
  readonly turns: () => number;
}

/** One turn, px: less than a screen, so that something stays in view from one moment to the next. */
const TURN = 800;
/** What the eye forgives, px. */
const TOLERANCE = 2;

/** One turn of the wheel as the screen showed it, px; down the screen is positive. */
interface Turn {
  readonly moved: number;
  /** the furthest move of one frame against the wheel */
  readonly back: number;
  /** the end of what was there to scroll was met, so that less movement is right */
  readonly metEdge: boolean;
  /** what stood in the middle */
  readonly seen: string;
  /** what was asked for is on screen */
  readonly isReached: boolean;
}

/**
 * Each frame is compared with the one before by the message in the middle: pages that load above or below, and heights
 * that become known, must not move it; only the wheel does, in its direction and as far as it turns.
 */
export async function watchForJumps(app: AppPage, direction: 'up' | 'down'): Promise<ScrollWatch> {
  const sign = direction === 'up' ? 1 : -1;
  const jumps: string[] = [];
  let turns = 0;
  await app.page.evaluate(installRecorder);
  await app.log().hover();
  // The hand that turned the wheel the other way has let go of it: the list takes that for the end of a movement.
  await app.page.evaluate('rest()');

  /** Answers whether the text is on screen after it. */
  async function turn(text: string): Promise<boolean> {
    turns += 1;
    await app.page.evaluate(`startTurn(${String(sign)}, ${JSON.stringify(text)})`);
    await app.page.mouse.wheel(0, -sign * TURN);
    const { moved, back, metEdge, seen, isReached } = await app.page.evaluate<Turn>('endTurn()');
    const far = moved * sign;
    const isShort = far < TURN - TOLERANCE && !metEdge;
    if (far > TURN + TOLERANCE || far < -TOLERANCE || isShort || back > TOLERANCE)
      jumps.push(
        `turn ${String(turns)} at "${seen}": ${String(far)} px for ${String(TURN)}, ${String(back)} back`,
      );
    return isReached;
  }

  return {
    until: async (text) => {
      while (!(await turn(text)))
        if (turns > 1_000)
          throw new Error(`"${text}" was not reached in ${String(turns)} turns of the wheel`);
    },
    jumps: () => jumps,
    turns: () => turns,
  };
}

/** Runs in the page, and leaves `startTurn` and `endTurn` there. */
function installRecorder(): void {
  const found = document.querySelector<HTMLElement>('[role=log]');
  if (found === null) throw new Error('There is no log to watch.');
  const log = found;
  const quietFrames = 4;
  const restFrames = 20;
  let result: Promise<Turn>;

  const tops = (): Map<Element, number> => {
    const frame = log.getBoundingClientRect();
    const articles = [...log.querySelectorAll('[role=article]')];
    return new Map(articles.map((article) => [article, article.getBoundingClientRect().top - frame.top]));
  };
  const middleOf = (seen: Map<Element, number>, still: Map<Element, number>): Element | undefined => {
    const distance = (top: number): number => Math.abs(top - log.clientHeight / 2);
    const common = [...seen].filter(([element]) => still.has(element));
    return common.toSorted(([, one], [, other]) => distance(one) - distance(other))[0]?.[0];
  };
  const nextFrame = (): Promise<void> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        resolve();
      });
    });
  const isAtEdge = (): boolean =>
    log.scrollTop <= 1 || log.scrollTop + log.clientHeight >= log.scrollHeight - 1;

  async function record(sign: number, text: string): Promise<Turn> {
    let [moved, back, metEdge, seen] = [0, 0, isAtEdge(), ''];
    let before = tops();
    // The wheel takes a moment to arrive; a quiet while after it is the end.
    for (let quiet = 0, waited = 0; waited < 20 && quiet < quietFrames;) {
      await nextFrame();
      const now = tops();
      const anchor = middleOf(before, now);
      const shift = anchor === undefined ? 0 : (now.get(anchor) ?? 0) - (before.get(anchor) ?? 0);
      if (Math.abs(shift) < 0.5) {
        if (moved === 0) waited += 1;
        else quiet += 1;
      } else quiet = 0;
      moved += shift;
      back = Math.max(back, -shift * sign);
      metEdge ||= isAtEdge();
      seen = anchor?.textContent.slice(0, 20) ?? seen;
      before = now;
    }
    const onScreen = ([element, top]: [Element, number]): boolean =>
      top + element.clientHeight > 0 && top < log.clientHeight && element.textContent.includes(text);
    return { moved, back, metEdge, seen, isReached: [...before].some(onScreen) };
  }
  async function rest(): Promise<void> {
    let top = log.scrollTop;
    for (let still = 0; still < restFrames; still = log.scrollTop === top ? still + 1 : 0) {
      top = log.scrollTop;
      await nextFrame();
    }
  }
  Object.assign(window, {
    rest,
    startTurn: (sign: number, text: string): void => {
      result = record(sign, text);
    },
    endTurn: (): Promise<Turn> => result,
  });
}
