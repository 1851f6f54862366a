import type { Faults } from './audit-error.ts';
import { partOf, textOf, wholeNumber, type Fields } from './fields.ts';
import { createIdSet } from './id-set.ts';
import { createMessageDigest } from './message-digest.ts';
import { printable } from './say.ts';

export interface ConversationCheckOptions {
  readonly conversation: string;
  readonly faults: Faults;
  /** what the list showed as its newest message */
  readonly newest: { readonly seq: number; readonly id: string } | undefined;
}

const messageId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * What must hold of a conversation's entries, read in order: each id once, each edit and deletion of a message before
 * it, a message's own words in keeping with its entry's. Of what it has read it keeps the ids alone.
 */
export function createConversationCheck({ conversation, faults, newest }: ConversationCheckOptions) {
  const isGroup = !conversation.startsWith('direct:');
  const ids = createIdSet();
  const digest = createMessageDigest();

  function visitMessage(entry: Fields, seq: number): void {
    const message = partOf(entry, 'message');
    const id = message === undefined ? textOf(entry, 'message_id') : textOf(message, 'id');
    digest.add(seq, id);
    if (seq === newest?.seq && id !== newest.id)
      faults.add(`${at(seq)}: the list shows another message there`);
    if (!messageId.test(id)) faults.add(`${at(seq)}: ${printable(id)} is no message id`);
    else if (!ids.add(id)) faults.add(`${at(seq)}: message ${id} is there twice`);
    if (message === undefined) return;
    if (message['seq'] !== seq) faults.add(`${at(seq)}: its message says another number`);
    if (message['conversation'] !== conversation)
      faults.add(`${at(seq)}: its message is of another conversation`);
    if (message['status'] !== 'stored') faults.add(`${at(seq)}: its message is not stored`);
    if (message['from'] !== entry['by']) faults.add(`${at(seq)}: its message is by somebody else`);
  }

  function visitChange(entry: Fields, seq: number): void {
    const id = textOf(entry, 'message_id');
    if (!messageId.test(id) || !ids.has(id))
      faults.add(`${at(seq)}: ${textOf(entry, 'kind')} of a message that is not there before it`);
  }

  return {
    visit(entry: Fields, seq: number): void {
      const kind = textOf(entry, 'kind');
      if (textOf(entry, 'conversation') !== conversation)
        faults.add(`${at(seq)}: it is of another conversation`);
      if (isGroup && (seq === 1) !== (kind === 'created'))
        faults.add(
          seq === 1 ? 'a group does not begin with its creation' : `${at(seq)}: a group is created again`,
        );
      if (kind === 'message') visitMessage(entry, seq);
      else if (kind === 'edit' || kind === 'delete' || kind === 'reaction') visitChange(entry, seq);
    },
    digest,
  };
}

/** @throws AuditFault */
export function newestMessageOf(summary: Fields): ConversationCheckOptions['newest'] {
  const message = partOf(summary, 'last_message');
  return message && { seq: wholeNumber(message, 'seq'), id: textOf(message, 'id') };
}

function at(seq: number): string {
  return `number ${String(seq)}`;
}
