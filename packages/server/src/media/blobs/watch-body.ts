import { once } from '../count-by-person.ts';

export interface BodyWatch {
  /** what its reader is told in place of what it failed with */
  readonly failAs?: (error: unknown) => unknown;
  /** So many more bytes are taken. */
  readonly taken?: (bytes: number) => void;
  /** It is read, has failed or is cancelled; one time. */
  readonly ended?: () => void;
}

/** The same bytes, each piece when it is asked for. `stop` breaks them off from outside, whoever reads them. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  { failAs = (error) => error, taken, ended = () => undefined }: BodyWatch,
): { readonly body: ReadableStream<Uint8Array>; readonly stop: () => void } {
  const reader = body.getReader();
  const end = once(ended);
  let breakOff: () => void = () => undefined;
  let isStopped = false;
  const source = {
    start(controller: ReadableStreamDefaultController<Uint8Array>) {
      // Without a reason: a response that fails with one is written to the console, one without is just cut.
      breakOff = () => {
        controller.error();
      };
    },
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      const next = await reader.read().catch((error: unknown) => {
        end();
        throw failAs(error);
      });
      if (isStopped) return;
      if (!next.done) {
        taken?.(next.value.length);
        controller.enqueue(next.value);
        return;
      }
      end();
      controller.close();
    },
    async cancel(reason: unknown) {
      end();
      await reader.cancel(reason);
    },
  };
  return {
    body: new ReadableStream(source, { highWaterMark: 0 }),
    stop() {
      isStopped = true;
      end();
      breakOff();
      reader.cancel().catch(() => undefined);
    },
  };
}
