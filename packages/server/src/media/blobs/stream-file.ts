import { open } from 'node:fs/promises';

const CHUNK_BYTES = 256 * 1024;

export interface StreamedFile {
  readonly stream: ReadableStream<Uint8Array>;
  /** Lets go of the file, however far it was read; again is fine. */
  close(): Promise<void>;
}

/**
 * The bytes of a file, read as they are taken. `onRead` is told of every piece: who takes them makes progress.
 * @throws what the system throws
 */
export async function streamFile(path: string, onRead: () => void): Promise<StreamedFile> {
  const handle = await open(path, 'r');
  let position = 0;
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= handle.close());
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      onRead();
      const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK_BYTES), 0, CHUNK_BYTES, position);
      position += bytesRead;
      if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead));
      else controller.close();
    },
  };
  return { stream: new ReadableStream(source, { highWaterMark: 0 }), close };
}
