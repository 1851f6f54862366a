/** The headers as they lie in the list, without the hidden one that the library measures. */
function listHeaders(viewport: HTMLElement): { label: string | undefined; top: number }[] {
  return [...viewport.querySelectorAll<HTMLElement>('[data-category]')]
    .filter((header) => header.closest('[aria-hidden]') === null)
    .map((header) => ({ label: header.dataset['category'], top: header.parentElement?.offsetTop ?? 0 }));
}

/** Label of the category at the upper edge. */
export function findCategoryInView(viewport: HTMLElement): string | undefined {
  return listHeaders(viewport).findLast(({ top }) => top <= viewport.scrollTop + 1)?.label;
}

/** Nothing happens when it is not in the list, as while it loads. */
export function scrollToCategory(viewport: HTMLElement, label: string): void {
  const header = listHeaders(viewport).find((item) => item.label === label);
  if (header !== undefined) viewport.scrollTo({ top: header.top });
}
