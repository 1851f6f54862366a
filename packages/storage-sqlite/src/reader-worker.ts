import { openReader } from './reader.ts';
import { createCallServer } from './serve-calls.ts';

declare const self: Worker;

const answer = createCallServer((file) => {
  const { connection, methods } = openReader(file);
  return { methods, close: connection.close };
});

self.onmessage = ({ data }: MessageEvent<string>) => {
  postMessage(answer(data));
};
