import type { MessageRow } from './row.ts';
import type { ShownMessage } from './shown-message.ts';

/** Pictures in one album at most. */
const mostInAlbum = 10;
/** Columns that the rows of an album are laid out in: two or three pictures beside each other, or one alone. */
const columns = 6;

/** Photos and videos of one album that follow each other stand together, with the words of all of them, and what they answer. */
export function joinsAlbum(row: MessageRow, message: ShownMessage): boolean {
  const isRoomLeft = (row.album?.length ?? 1) < mostInAlbum;
  return isRoomLeft && areOfOneAlbum(row.message, message);
}

export function areOfOneAlbum(one: ShownMessage, other: ShownMessage): boolean {
  const isSame = one.albumId !== undefined && one.albumId === other.albumId && one.from === other.from;
  return isSame && isPicture(one) && isPicture(other);
}

/** One that is deleted keeps its place. What failed stands alone, with its reason and a way out. */
function isPicture({ contentType, state }: ShownMessage): boolean {
  return (contentType === 'image' || contentType === 'video') && state !== 'failed';
}

export function joinAlbum(row: MessageRow, message: ShownMessage): MessageRow {
  const album = [...(row.album ?? [row.message]), message];
  const known = albums.get(message);
  if (known?.length === album.length && known.every((one, index) => one === album[index]))
    return { ...row, album: known };
  albums.set(message, album);
  return { ...row, album };
}

/** By their last: the same list for the same messages, so that an album that did not change is not drawn again. */
const albums = new WeakMap<ShownMessage, readonly ShownMessage[]>();

/** How many of six columns a picture takes: rows of three, the first ones of two, and one alone on top of two. */
export function columnsOf(index: number, count: number): number {
  if (count === 3) return index === 0 ? columns : columns / 2;
  const inPairs = count % 3 === 0 ? 0 : count % 3 === 2 ? 2 : 4;
  return index < inPairs ? columns / 2 : columns / 3;
}
