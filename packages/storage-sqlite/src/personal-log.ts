/*
 * A personal log's name, as core builds it. Said again because a worker that loads core at run time, and with it all
 * of the protocol's schemas, takes ten times as long to start; of core, worker code imports types only.
 */

const prefix = 'me:';

export function personalLogOf(user: string): string {
  return prefix + user;
}

export function isPersonalLog(log: string): boolean {
  return log.startsWith(prefix);
}

/** The owner of a personal log. */
export function ownerOf(log: string): string {
  return log.slice(prefix.length);
}
