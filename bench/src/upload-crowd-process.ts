// The crowd's process: uploads until its input ends. Says when everybody has begun, and at its end what it sent since.
import { noTransfers, openAllTransfers, sendNext, transferAll } from './media-load.ts';
import type { CrowdResult, CrowdTask } from './upload-crowd.ts';
import { createDocuments, sendForm } from './upload-files.ts';

/** People do not send in step. */
const spreadMs = 500;

// Our own parent wrote the argument.
const { people, fileBytes, bytesPerS } = JSON.parse(process.argv[2] ?? '') as CrowdTask;
const connections = await openAllTransfers(people);
const counts = noTransfers();
const sentBytes = (): number => connections.reduce((sum, connection) => sum + connection.sentBytes(), 0);
let isOver = false;
const uploading = transferAll(connections, {
  transfer: sendNext(sendForm, createDocuments(fileBytes), { bytesPerS }),
  isOver: () => isOver,
  counts,
  spreadMs,
});
await Promise.race([Bun.sleep(spreadMs), uploading]);
const [startMs, startBytes] = [performance.now(), sentBytes()];
process.send?.('begun');
await Promise.race([Bun.stdin.text(), uploading]);
const result: CrowdResult = {
  mbPerS: (sentBytes() - startBytes) / 1e3 / (performance.now() - startMs),
  refusals: counts.refusals,
};
isOver = true;
await uploading;
process.send?.(result);
process.exit(0);
