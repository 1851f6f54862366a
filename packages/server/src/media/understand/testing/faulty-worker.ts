// A decoding process that goes wrong as the name of the file says, and otherwise answers with its own id.
import { basename } from 'node:path';
import { decodingMessage, readyMessage, type DecoderRequest } from '../decoder-messages.ts';

const taken: Buffer[] = [];

/** Takes memory until somebody stops it. */
function eat(): void {
  for (;;) if (taken.length < 100) taken.push(Buffer.alloc(10_000_000, 1));
}

const faults: Readonly<Record<string, () => unknown>> = {
  hang: () => {
    for (;;);
  },
  sleep: () => undefined,
  dream: () => {
    for (let time = 0; time < 2; time += 1) process.send?.(decodingMessage);
  },
  crash: () => process.kill(process.pid, 'SIGSEGV'),
  leave: () => process.exit(0),
  eat,
  babble: () => process.send?.({ outcome: 'understood', value: {}, path: '/etc/passwd' }),
  lie: () =>
    process.send?.({
      outcome: 'understood',
      value: { media: { kind: 'file', mimeType: 'text/html' }, extension: 'html', hasContent: false },
    }),
  fail: () => process.send?.({ outcome: 'failed', message: 'ENOSPC: no space left on device' }),
};

process.on('disconnect', () => process.exit(0));
process.on('message', ({ path }: DecoderRequest) => {
  const fault = faults[basename(path)];
  if (fault === undefined) process.send?.({ outcome: 'understood', value: process.pid });
  else fault();
});
process.send?.(readyMessage);
