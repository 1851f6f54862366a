import { createCallServer } from './serve-calls.ts';
import { openWriter } from './writer.ts';

declare const self: Worker;

const answer = createCallServer((file) => {
  const { connection, methods } = openWriter(file);
  return { methods, close: connection.close };
});

self.onmessage = ({ data }: MessageEvent<string>) => {
  postMessage(answer(data));
};
