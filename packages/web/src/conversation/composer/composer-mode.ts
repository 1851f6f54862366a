import type { Draft } from '../../device/drafts.ts';

/** A new message, perhaps an answer; or new words for one that is there. */
export type ComposerMode =
  { readonly kind: 'new'; readonly replyTo?: string } | { readonly kind: 'edit'; readonly messageId: string };

/** What one writes, by what is kept of it. */
export function modeOf(draft: Draft | undefined): ComposerMode {
  if (draft?.edit !== undefined) return { kind: 'edit', messageId: draft.edit.messageId };
  return { kind: 'new', ...(draft?.replyTo === undefined ? {} : { replyTo: draft.replyTo }) };
}

export function isSameMode(one: ComposerMode, other: ComposerMode): boolean {
  if (one.kind === 'edit') return other.kind === 'edit' && one.messageId === other.messageId;
  return other.kind === 'new' && one.replyTo === other.replyTo;
}

/** What is left once the edit is over, or else the answer is given up; `typed` stands in the field. */
export function finishMode(draft: Draft | undefined, typed: string): Draft {
  if (draft?.edit === undefined) return { text: typed };
  const { edit: _edit, ...waiting } = draft;
  return waiting;
}
