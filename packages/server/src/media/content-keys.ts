/** Under which keys the bytes of an upload are kept: the same bytes once, whoever sent them. */
export function contentKey(sha256: string): string {
  return sha256;
}

export function thumbnailKey(sha256: string): string {
  return `${sha256}.thumbnail`;
}
