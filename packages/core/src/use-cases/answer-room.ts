/** What is left of an answer's size. LIM1 */
export interface AnswerRoom {
  /** bytes left; 0 once something did not fit */
  bytes(): number;
  /**
   * The views of those entries, from the first on, that fit. Once one does not fit, nothing more is taken: the rest comes
   * with the next answer. The very first always fits, so that whoever asks again gets on.
   */
  take<Entry, View extends object>(entries: readonly Entry[], viewOf: (entry: Entry) => View): View[];
}

/** Room for `maxBytes` of JSON in UTF-8. */
export function createAnswerRoom(maxBytes: number): AnswerRoom {
  const encoder = new TextEncoder();
  let left = maxBytes;
  let isEmpty = true;

  return {
    bytes: () => left,
    take(entries, viewOf) {
      const taken: ReturnType<typeof viewOf>[] = [];
      for (const entry of entries) {
        if (left === 0) break;
        const view = viewOf(entry);
        const bytes = encoder.encode(JSON.stringify(view)).length;
        const isTooMuch = bytes > left && !isEmpty;
        left = isTooMuch ? 0 : Math.max(0, left - bytes);
        isEmpty = false;
        if (!isTooMuch) taken.push(view);
      }
      return taken;
    },
  };
}
