/** Counts what each user holds at once, up to a maximum. */
export interface Seats {
  /** Takes one; `false`: all are taken. */
  take(userId: string): boolean;
  /** Gives back one that was taken. */
  free(userId: string): void;
}

export function createSeats(maxPerUser: number): Seats {
  const taken = new Map<string, number>();
  return {
    take(userId) {
      const count = taken.get(userId) ?? 0;
      if (count >= maxPerUser) return false;
      taken.set(userId, count + 1);
      return true;
    },
    free(userId) {
      const count = taken.get(userId) ?? 0;
      if (count > 1) taken.set(userId, count - 1);
      else taken.delete(userId);
    },
  };
}
