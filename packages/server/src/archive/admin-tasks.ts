import { createHash, timingSafeEqual } from 'node:crypto';
import { ArchiveError, StoreError, type Clock } from '@parley/core';
import { z } from 'zod';
import type { Log } from '../log.ts';
import { sentenceOf, type TaskContext, type TaskDone, type TaskOrder, type TaskProgress } from './task.ts';

/** What a line of the answer says; the last one is `done` or `failed`. */
export type TaskLine =
  { readonly progress: TaskProgress } | { readonly done: string } | { readonly failed: string };

export interface AdminTasksDeps {
  readonly secret: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly run: (
    order: TaskOrder,
    call: Pick<TaskContext, 'onProgress' | 'checkIsWanted' | 'stopServing'>,
  ) => Promise<TaskDone>;
  readonly stopServing: () => Promise<void>;
  /** The process is to end, with this sentence. */
  readonly end: (sentence: string, isFailure: boolean) => void;
}

/** Answers `POST /backup`, `/restore` and `/move` to whoever has the secret of the data folder. */
export interface AdminTasks {
  /** `undefined`: not one of these */
  answer(request: Request): Promise<Response> | undefined;
  /** The server has started: until then there is nothing that could be stopped. */
  begin(): void;
}

const taskOf: Readonly<Record<string, TaskOrder['task']>> = {
  '/backup': 'backup',
  '/restore': 'restore',
  '/move': 'move',
};

const path = z.string().startsWith('/').max(4_096);
const orders = z.discriminatedUnion('task', [
  z.object({ task: z.literal('backup'), file: path }),
  z.object({ task: z.literal('restore'), file: path }),
  z.object({ task: z.literal('move'), from: z.string().max(4_096), to: z.string().max(4_096) }),
]);

const tellEveryMs = 200;
/** Whoever waits hears something this often, also while nothing seems to happen. */
const beatMs = 5_000;
/** The last line is on its way before the process ends. */
const lingerMs = 200;

export function createAdminTasks(deps: AdminTasksDeps): AdminTasks {
  const { clock, log } = deps;
  const secretHash = hashOf(deps.secret);
  let running: TaskOrder['task'] | undefined;
  let hasBegun = false;

  async function answer(request: Request, task: TaskOrder['task']): Promise<Response> {
    if (request.method !== 'POST') return plain(405, 'Only POST is answered here.', { Allow: 'POST' });
    // SEC4: compared in constant time, whatever is sent.
    const sent = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(hashOf(sent), secretHash))
      return plain(401, 'The secret of the data folder is missing or wrong.', {
        'WWW-Authenticate': 'Bearer',
      });
    const body: unknown = await request.json().catch(() => undefined);
    const order = orders.safeParse(typeof body === 'object' ? { ...body, task } : body);
    if (!order.success) return plain(422, 'This is not what the task needs.');
    if (!hasBegun) return plain(503, 'Parley is starting; try again in a moment.');
    if (running !== undefined) return plain(409, `A ${running} is under way; wait until it has ended.`);
    running = task;
    return new Response(linesOf(order.data), { headers: { 'Content-Type': 'application/x-ndjson' } });
  }

  function linesOf(order: TaskOrder): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let isHeard = true;
    return new ReadableStream({
      start(controller) {
        const say = (line: TaskLine): void => {
          if (isHeard) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        };
        void work(order, say, () => isHeard).finally(() => {
          if (isHeard) controller.close();
        });
      },
      cancel() {
        isHeard = false;
      },
    });
  }

  async function work(
    order: TaskOrder,
    say: (line: TaskLine) => void,
    isHeard: () => boolean,
  ): Promise<void> {
    let [lastMs, isServing] = [-Infinity, true];
    let progress: TaskProgress | undefined;
    const tell = (): void => {
      lastMs = clock.monotonicMs();
      if (progress !== undefined) say({ progress });
    };
    const stopBeats = clock.every(beatMs, tell);
    const call = {
      onProgress(next: TaskProgress) {
        const isNews = next.phase !== progress?.phase;
        progress = next;
        if (isNews || clock.monotonicMs() - lastMs >= tellEveryMs) tell();
      },
      checkIsWanted() {
        if (isServing && !isHeard())
          throw new ArchiveError(`The ${order.task} was given up: its command ended.`);
      },
      async stopServing() {
        isServing = false;
        await deps.stopServing();
      },
    };
    log.info({ task: order.task }, 'a task begins');
    try {
      const { sentence, isLast } = await deps.run(order, call);
      tell();
      say({ done: sentence });
      log.info({ task: order.task }, 'a task has ended');
      if (isLast) endSoon(sentence, false);
    } catch (error) {
      if (error instanceof ArchiveError || error instanceof StoreError)
        log.warn({ task: order.task, reason: error.message }, 'a task did not go on');
      else log.error({ task: order.task, err: error }, 'a task failed');
      say({ failed: sentenceOf(error) });
      if (!isServing) endSoon(sentenceOf(error), true);
    } finally {
      running = undefined;
      stopBeats();
    }
  }

  function endSoon(sentence: string, isFailure: boolean): void {
    clock.after(lingerMs, () => {
      deps.end(sentence, isFailure);
    });
  }

  return {
    begin() {
      hasBegun = true;
    },
    answer(request) {
      const task = taskOf[new URL(request.url).pathname];
      return task === undefined ? undefined : answer(request, task);
    },
  };
}

function hashOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

function plain(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, { status, headers });
}
