/** Drops what was put in first until no more than `max` are left. */
export function dropOldest<Kept extends Map<string, unknown> | Set<string>>(kept: Kept, max: number): Kept {
  for (const key of kept.keys()) {
    if (kept.size <= max) break;
    kept.delete(key);
  }
  return kept;
}
