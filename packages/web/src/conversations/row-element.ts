/** The id of the conversation in whose row an event happened. */
export function conversationAt(target: EventTarget): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest<HTMLElement>('[data-conversation]')?.dataset['conversation'];
}

/** The link of a row that is drawn. */
export function findRowLink(conversation: string, within: ParentNode = document): HTMLElement | undefined {
  const row = within.querySelector(`[data-conversation="${CSS.escape(conversation)}"]`);
  return row?.querySelector('a') ?? undefined;
}

/** The button of a row that is drawn. */
export function findRowButton(conversation: string, within: ParentNode = document): HTMLElement | undefined {
  const row = within.querySelector(`[data-conversation="${CSS.escape(conversation)}"]`);
  return row?.querySelector('button') ?? undefined;
}
