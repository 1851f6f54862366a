import { connect } from '../connection.ts';
import { createMessageIds } from '../message-ids.ts';
import { addRefusal } from '../send-counts.ts';
import { waitUntil } from '../wait-until.ts';
import type { WebAccount } from './account.ts';

/** Somebody who writes without a browser. */
export interface Sender {
  /** Resolves once all are acked or refused; false when answers stay out. */
  sendAll(to: WebAccount, texts: readonly string[]): Promise<boolean>;
  readonly refusals: Readonly<Record<string, number>>;
  close(): void;
}

const mostUnanswered = 100;
const answerDeadlineMs = 30_000;
const newMessageId = createMessageIds();

export async function openSender({ port, token }: WebAccount): Promise<Sender> {
  let sent = 0;
  let answered = 0;
  const sum = { refusals: {} };
  const connection = await connect({
    port,
    token,
    onAck: (_, ack) => {
      answered++;
      if (!ack.ok) addRefusal(sum, ack.error?.code ?? 'unknown', 1);
    },
  });
  return {
    refusals: sum.refusals,
    async sendAll(to, texts) {
      for (const content of texts) {
        if (!(await waitUntil(() => sent - answered < mostUnanswered, answerDeadlineMs))) return false;
        const message = { id: newMessageId(), type: 'direct', to: to.id, content };
        connection.sendMessage(sent++, JSON.stringify(message));
      }
      return waitUntil(() => answered === sent, answerDeadlineMs);
    },
    close: () => connection.close(),
  };
}
