/** Where identifiers and hashes come from, handed in so that tests and the simulation can repeat them. */
export interface Ids {
  /** A fresh lower-case UUIDv7 of this moment. */
  newId(): string;
  /** 32 hex digits of a cryptographic hash: equal texts, equal digests; different texts, different digests. */
  digest(text: string): string;
  /** SHA-256 over texts as UTF-8, one behind the other, in 64 lower-case hex digits. */
  createSha256(): { add(text: string): void; hex(): string };
}

/**
 * The id of an entry that is made once for what `text` names, whoever makes it and however often. What callers put into
 * `text` is a stored format: another wording makes another id, and the entry a second time.
 */
export function derivedId(ids: Ids, text: string): string {
  const hex = ids.digest(text);
  // UUIDv8 (RFC 9562): free form, so it can never be taken for a client's v7.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
