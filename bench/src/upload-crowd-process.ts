// The crowd's process: uploads until its input ends, then says what it sent.
import { noTransfers, openAllTransfers, sendNext, transferAll } from './media-load.ts';
import type { CrowdResult, CrowdTask } from './upload-crowd.ts';
import { createDocuments, sendForm } from './upload-files.ts';

// Our own parent wrote the argument.
const { people, fileBytes, bytesPerS } = JSON.parse(process.argv[2] ?? '') as CrowdTask;
const connections = await openAllTransfers(people);
const counts = noTransfers();
const sentBytes = (): number => connections.reduce((sum, connection) => sum + connection.sentBytes(), 0);
let isOver = false;
const startMs = performance.now();
const uploading = transferAll(connections, {
  transfer: sendNext(sendForm, createDocuments(fileBytes), { bytesPerS }),
  isOver: () => isOver,
  counts,
});
await Promise.race([Bun.stdin.text(), uploading]);
const result: CrowdResult = {
  sentBytes: sentBytes(),
  seconds: (performance.now() - startMs) / 1000,
  refusals: counts.refusals,
};
isOver = true;
await uploading;
console.log(JSON.stringify(result));
process.exit(0);
