import { once } from '../count-by-person.ts';

export interface BodyWatch {
  /** what its reader is told in place of what it failed with */
  readonly failAs?: (error: unknown) => unknown;
  /** It is read, has failed or is cancelled; one time. */
  readonly ended?: () => void;
}

/** The same bytes, each piece when it is asked for. `stop` ends them from outside, whoever reads them. */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  { failAs = (error) => error, ended = () => undefined }: BodyWatch,
): { readonly body: ReadableStream<Uint8Array>; readonly stop: () => void } {
  const reader = body.getReader();
  const end = once(ended);
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      const next = await reader.read().catch((error: unknown) => {
        end();
        throw failAs(error);
      });
      if (!next.done) {
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
      end();
      reader.cancel().catch(() => undefined);
    },
  };
}
