/*
 * Who writes where. A seat is one side of one direct conversation: seats 0 and 1 share the first, 2 and 3 the second, …
 */

export interface Seats {
  readonly people: number;
  /** the person on each seat */
  readonly personOf: readonly number[];
}

/** Everybody talks with one other: people 0 and 1, 2 and 3, … */
export function seatPairs(people: number): Seats {
  return { people, personOf: Array.from({ length: people }, (_, person) => person) };
}

/**
 * Everybody talks with everybody else: `people` × (`people` − 1) / 2 conversations. Nearest neighbours first, so that
 * seats in a row are of many people.
 */
export function seatMesh(people: number): Seats {
  const personOf: number[] = [];
  for (let apart = 1; apart < people; apart++)
    for (let one = 0; one + apart < people; one++) personOf.push(one, one + apart);
  return { people, personOf };
}
