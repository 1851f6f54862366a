/* S9: files up and down; memory and messages while a crowd uploads; what the thumbnail of a photo costs. */
import { createPeople, type Person } from '../accounts.ts';
import { noFindings, type Findings } from '../audit.ts';
import type { Job, JobResult, Row } from '../job.ts';
import {
  noTransfers,
  openAllTransfers,
  overAfter,
  overAt,
  sendNext,
  startTransferWindow,
  transferAll,
  twoChunksKb,
  watchMemoryGrowth,
  type Transfer,
} from '../media-load.ts';
import { takePhoto } from '../photo.ts';
import { readChildrenCpuSeconds } from '../process-usage.ts';
import { latencyFigures } from '../quantiles.ts';
import { sumAudits, type Audit } from '../sum-audits.ts';
import type { TransferConnection } from '../transfer-connection.ts';
import {
  createDocuments,
  createPhotos,
  formatBytes,
  sendForm,
  sendTus,
  sha256Of,
  type FileParts,
  type SendFile,
} from '../upload-files.ts';
import { writeMeanwhile, type Crowd } from './messages-beside-uploads.ts';

export async function runMedia(job: Job<'media'>): Promise<JobResult> {
  const { isFloor, crowd } = job.sizes;
  const people = await createPeople(job, `${job.prefix}-files`, crowd);
  const media: MediaRun = { job, people, counts: noTransfers(), findings: noFindings() };
  const rows: Row[] = [];
  rows.push(await holdCrowd(media));
  rows.push(await upload(media, 'form', sendForm));
  if (!isFloor) rows.push(await upload(media, 'tus', sendTus));
  rows.push(...(await readRanges(media)));
  const audits: Audit[] = [];
  if (!isFloor) {
    const messages = await writeMeanwhile(media);
    rows.push(...messages.rows, await drawThumbnails(media));
    audits.push(messages.audit);
  }
  const { findings, counts } = media;
  const transfers = { findings, auditedMessages: 0, auditedDeliveries: 0, refusals: counts.refusals };
  return { rows, ...sumAudits([...audits, transfers]) };
}

interface MediaRun extends Crowd {
  readonly findings: Findings;
}

async function withConnections<Result>(
  people: readonly Person[],
  task: (connections: readonly TransferConnection[]) => Promise<Result>,
): Promise<Result> {
  const connections = await openAllTransfers(people);
  try {
    return await task(connections);
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** As many uploads at once as there are people, one each, after a few that the compilers have for themselves. */
async function holdCrowd({ job, people, counts }: MediaRun): Promise<Row> {
  const { atOnce, warmUpFiles, crowdFileBytes } = job.sizes;
  const transfer = sendNext(sendForm, createDocuments(crowdFileBytes));
  return withConnections(people, async (connections) => {
    const few = connections.slice(0, atOnce);
    await transferAll(few, { transfer, isOver: overAfter(warmUpFiles), counts });
    const endWatch = watchMemoryGrowth(job.serverPid);
    const endWindow = startTransferWindow(job.serverPid, counts);
    await transferAll(connections, { transfer, isOver: overAfter(connections.length), counts });
    const { mbPerS = null, serverRssMb = null } = endWindow();
    const grownKb = endWatch();
    return {
      name: `${connections.length} uploads of ${formatBytes(crowdFileBytes)} at once`,
      figures: {
        mbPerS,
        kbPerTransfer: grownKb === null ? null : grownKb / connections.length,
        serverRssMb,
      },
      ...(job.sizes.isFloor ? {} : { goals: { kbPerTransfer: twoChunksKb } }),
    };
  });
}

async function upload({ job, people, counts }: MediaRun, way: string, send: SendFile): Promise<Row> {
  const { fileBytes, files, warmUpFiles, atOnce } = job.sizes;
  const transfer = sendNext(send, createDocuments(fileBytes));
  return withConnections(people.slice(0, atOnce), async (connections) => {
    await transferAll(connections, { transfer, isOver: overAfter(warmUpFiles), counts });
    const endWindow = startTransferWindow(job.serverPid, counts);
    await transferAll(connections, { transfer, isOver: overAfter(files), counts });
    return {
      name: `upload, ${way}, ${formatBytes(fileBytes)} each, ${atOnce} at once`,
      figures: endWindow(),
      floors: { mbPerCpuS: 300 },
    };
  });
}

/** Anywhere in one file, the next range when the last is there. */
async function readRanges(media: MediaRun): Promise<Row[]> {
  const { job, people, counts } = media;
  const { rangeFileBytes, ranges, atOnce } = job.sizes;
  const [owner] = people;
  if (owner === undefined) throw new Error('nobody to read a file');
  const readers = Array.from({ length: atOnce }, () => owner);
  return withConnections(readers, async (connections) => {
    const path = await placeFile(media, owner, createDocuments(rangeFileBytes)());
    const rows: Row[] = [];
    for (const { bytes, floorMbPerCpuS } of ranges) {
      const transfer: Transfer = async (connection) => {
        const start = Math.floor(Math.random() * (rangeFileBytes - bytes));
        const headers = { Range: `bytes=${start}-${start + bytes - 1}` };
        const answer = await connection.request({ line: `GET ${path}`, headers });
        if (answer.status === 206 && answer.bytes !== bytes) media.findings.mismatched++;
        return { answer, bytes };
      };
      const readFor = (durationMs: number): Promise<void> =>
        transferAll(connections, { transfer, isOver: overAt(performance.now() + durationMs), counts });
      await readFor(job.warmUpMs);
      const endWindow = startTransferWindow(job.serverPid, counts);
      await readFor(job.measureMs);
      const name = `download, ranges of ${formatBytes(bytes)}, ${atOnce} at once`;
      const floors = floorMbPerCpuS === null ? {} : { floors: { mbPerCpuS: floorMbPerCpuS } };
      rows.push({ name, figures: endWindow(), ...floors });
    }
    return rows;
  });
}

/** Uploads one file and answers its path; what is read back must be what was sent. */
async function placeFile({ job, findings }: MediaRun, owner: Person, parts: FileParts): Promise<string> {
  const { status, text } = await withConnections([owner], ([connection]) => {
    if (connection === undefined) throw new Error('no connection');
    return sendForm(connection, parts);
  });
  if (status >= 300) throw new Error(`${status} ${text}`);
  // The contract says what an upload is answered with.
  const { url } = JSON.parse(text) as { readonly url: string };
  const address = `http://127.0.0.1:${job.port}${url}`;
  const whole = await fetch(address, { headers: { authorization: `Bearer ${owner.token}` } });
  const bytes = await whole.bytes();
  // The floor keeps a form as it came.
  if (!job.sizes.isFloor && sha256Of([bytes]) !== sha256Of(parts)) findings.mismatched++;
  return url;
}

/** Photos one after the other; the first starts the process that decodes. */
async function drawThumbnails({ job, people, counts }: MediaRun): Promise<Row> {
  const photo = await takePhoto();
  const transfer = sendNext(sendForm, createPhotos(photo.jpeg), { filename: 'a.jpg' });
  return withConnections(people.slice(0, 1), async (connections) => {
    await transferAll(connections, { transfer, isOver: overAfter(1), counts });
    const before = counts.fileMs.length;
    const startS = readChildrenCpuSeconds(job.serverPid);
    await transferAll(connections, { transfer, isOver: overAfter(job.sizes.photos), counts });
    const endS = readChildrenCpuSeconds(job.serverPid);
    const photoMs = counts.fileMs.slice(before);
    return {
      name: `thumbnail of a photo, ${photo.megapixels} MP, ${formatBytes(photo.jpeg.length)}`,
      figures: {
        decoderCpuMs: startS === null || endS === null ? null : ((endS - startS) * 1000) / photoMs.length,
        ...latencyFigures('transfer', photoMs),
      },
      goals: { decoderCpuMs: 250 },
    };
  });
}
