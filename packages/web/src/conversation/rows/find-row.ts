/** The row of a message, or of the album that it is in; undefined where none is drawn. */
export function findRow(id: string, within: ParentNode | null = document): HTMLElement | undefined {
  const name = `"${CSS.escape(id)}"`;
  const found = within?.querySelector(`[data-message=${name}], [data-tile=${name}]`);
  return found?.closest<HTMLElement>('[data-message]') ?? undefined;
}
