/** Counts by two words, cheap enough for every event. */
export interface Tally {
  add(first: string, second: string): void;
  rows(): { first: string; second: string; count: number }[];
}

export function createTally(): Tally {
  const counts = new Map<string, Map<string, number>>();

  return {
    add(first, second) {
      let row = counts.get(first);
      if (row === undefined) counts.set(first, (row = new Map<string, number>()));
      row.set(second, (row.get(second) ?? 0) + 1);
    },
    rows: () =>
      [...counts].flatMap(([first, row]) => [...row].map(([second, count]) => ({ first, second, count }))),
  };
}
