/**
 * Of those that have one at all: the indexes know no others, and a database cannot be relied on to see that what equals a
 * text is one. Without it all entries were read for each media, and all accounts for each signing in, in DocumentDB at
 * least.
 */
export const isText = { $type: 'string' } as const;

/** Entries that carry one of these media. */
export function carrying(...ids: readonly string[]) {
  return { 'media.id': { $in: [...ids], ...isText } };
}

/** Addresses of a picture that is this media. */
export function showing(id: string) {
  // A full stop is before every letter and digit, and a slash right behind it.
  return { $gte: `/uploads/${id}.`, $lt: `/uploads/${id}/`, ...isText };
}

/** The account of this username. */
export function named(username: string) {
  return { username: { $eq: username, ...isText } };
}
