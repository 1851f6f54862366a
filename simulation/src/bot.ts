import type { Chat } from '@parley/core';
import { clientEvents, type OutgoingMessage, type UserId } from '@parley/protocol';
import type { SeededRandom } from '@parley/client/testing';
import { addressOf } from './address-of.ts';
import type { Ledger } from './ledger.ts';

/** Somebody who sends a message and takes the server at its word: no outbox makes up for what it loses. */
export interface Bot {
  readonly user: UserId;
  /** ids that were refused for good */
  readonly refused: ReadonlySet<string>;
  send(message: { readonly type: 'direct' | 'group'; readonly to: string; readonly content: string }): void;
  /** An earlier message once more, with its id, as from another device of the same person. SND2 */
  repeat(random: SeededRandom): void;
}

export interface BotOptions {
  readonly user: UserId;
  readonly chat: () => Chat | undefined;
  readonly nowMs: () => number;
  readonly ledger: Ledger;
  /** for ids, unique among all bots of a world */
  readonly number: number;
}

/** Part of every id that a bot makes. */
export const botMark = '7b07';

export function createBot({ user, chat, nowMs, ledger, number }: BotOptions): Bot {
  const refused = new Set<string>();
  const sent: OutgoingMessage[] = [];
  const schema = clientEvents.send_message.payload;

  function nextId(): string {
    const time = nowMs().toString(16).padStart(12, '0');
    const count = (number * 0x1000 + sent.length).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-${botMark}-8b07-${count}`;
  }

  function hand(message: OutgoingMessage): void {
    const id = message.id ?? '';
    const answered = ledger.asked(user, addressOf(user, message));
    chat()
      ?.sendMessage({ userId: user, sessionId: null }, message)
      .then(
        (result) => {
          answered(id, result.ok ? { ...result.value, ok: true } : result);
          if (!result.ok && !result.error.retry) refused.add(id);
        },
        // The store was away: neither sent nor not.
        () => undefined,
      );
  }

  return {
    user,
    refused,
    send(message) {
      const whole = schema.parse({ ...message, id: nextId() });
      sent.push(whole);
      hand(whole);
    },
    repeat(random) {
      const message = random.pick(sent);
      const id = message?.id ?? '';
      // What has failed may be stored when it is sent again, and is another story then.
      if (message !== undefined && !refused.has(id) && !ledger.failed.has(id)) hand(message);
    },
  };
}
