import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import { accept, refuse, refuseField, sizes, type Issue, type Refusal, type Result } from '@parley/protocol';
import { openIncomingFile, type IncomingFile } from './incoming-file.ts';
import { readPieces, type Reception } from './read-pieces.ts';
import { tooLarge } from './upload-room.ts';

export interface FormLimits {
  /** bytes of each file that the form may have, by its field */
  readonly files: Readonly<Record<string, number>>;
  /** fields that it may have besides */
  readonly fields: readonly string[];
  readonly fieldBytes: number;
  /** of the whole, whatever it is made of */
  readonly formBytes: number;
  readonly reception?: Reception;
}

export interface ReceivedFile {
  readonly path: string;
  /** as the form calls it */
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
}

/** A form whose files lie where `pathOf` says. */
export interface ReceivedForm {
  readonly files: ReadonlyMap<string, ReceivedFile>;
  readonly fields: ReadonlyMap<string, string>;
}

/** A refusal; `status` where it is not the usual one of its code. */
export interface FormRefusal {
  readonly ok: false;
  readonly error: Refusal;
  readonly status?: number;
}

interface Part {
  readonly field: string;
  readonly filename: string;
  /** opened as soon as the parser lets go of the piece in which the part begins */
  file: IncomingFile | undefined;
  /** what the parser found of it in the piece at hand */
  readonly found: Uint8Array[];
}

/**
 * Receives `multipart/form-data` piece by piece: files go to the disk, fields are kept. Whatever is wrong ends it at
 * once, and leaves no file. MED6
 * @throws the error of the file system
 */
export async function readForm(
  request: Request,
  limits: FormLimits,
  pathOf: (field: string) => string,
): Promise<{ readonly ok: true; readonly value: ReceivedForm } | FormRefusal> {
  const opened = openParser(request, limits);
  if (!opened.ok) return opened;
  const { parser, state } = opened.value;
  const settleAll = async () => {
    for (const part of state.parts) await settlePart(part, limits, pathOf(part.field));
    state.refusal ??= findTooLarge(state.parts, limits);
  };
  let total = 0;
  try {
    const ending = await readPieces(
      request.body,
      async (piece) => {
        await parser.write(piece);
        await settleAll();
        total += piece.length;
        if (total > limits.formBytes) state.refusal ??= refuse('too_large', 'The form is too large.');
        return state.refusal === undefined;
      },
      limits.reception,
    );
    if (ending === 'lost') return { ...refuse('invalid', 'The upload did not arrive whole.'), status: 400 };
    if (ending === 'whole') {
      await parser.end();
      await settleAll();
    }
    if (state.refusal !== undefined) return state.refusal;
    if (ending === 'cut') return { ...refuse('invalid', 'The upload took too long.'), status: 408 };
    return await finishForm(state, pathOf);
  } finally {
    for (const { file } of state.parts) await file?.discard();
  }
}

interface FormState {
  /** those still open */
  parts: Part[];
  readonly fields: Map<string, string>;
  refusal: FormRefusal | undefined;
}

async function settlePart(part: Part, limits: FormLimits, path: string): Promise<void> {
  part.file ??= await openIncomingFile({ path, maxBytes: limits.files[part.field] ?? 0 });
  for (const bytes of part.found.splice(0)) await part.file.add(bytes);
}

function findTooLarge(parts: readonly Part[], limits: FormLimits): FormRefusal | undefined {
  const over = parts.find(({ file }) => file?.isOver() === true);
  return over && tooLarge(limits.files[over.field] ?? 0);
}

/** From here on the files are the caller's. */
async function finishForm(
  state: FormState,
  pathOf: (field: string) => string,
): Promise<Result<ReceivedForm>> {
  const files = new Map<string, ReceivedFile>();
  for (const { field, filename, file } of state.parts) {
    if (file === undefined) continue;
    const size = file.size();
    files.set(field, { path: pathOf(field), filename, size, sha256: await file.finish() });
  }
  state.parts = [];
  return accept({ files, fields: state.fields });
}

/** The parser with its many events as one state and two calls. */
function openParser(request: Request, limits: FormLimits) {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data *;/i.test(contentType))
    return refuse('unsupported_type', 'The body must be a form, sent as multipart/form-data.');
  const state: FormState = { parts: [], fields: new Map(), refusal: undefined };
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  const malformed = { ...refuse('invalid', 'The form is malformed.'), status: 400 };
  let busboy: BusboyInstance;
  try {
    busboy = new Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      isPartAFile: (field) => field !== undefined && Object.hasOwn(limits.files, field),
      limits: {
        // One more than there may be: the one too many is seen, and refused by name.
        parts: limits.fields.length + Object.keys(limits.files).length + 1,
        fieldSize: limits.fieldBytes,
        headerPairs: 20,
        headerSize: 8 * 1024,
      },
    });
  } catch {
    return malformed;
  }
  const refuseOnce = (issue: Issue) => {
    state.refusal ??= refuseField(issue.path, issue.message);
  };
  busboy.on('file', (field: string, stream: BusboyFileStream, filename: string | undefined) => {
    if (state.parts.some((part) => part.field === field))
      refuseOnce({ path: field, message: 'is given more than once' });
    const part: Part = { field, filename: filename ?? '', file: undefined, found: [] };
    if (state.refusal === undefined) state.parts.push(part);
    stream.on('data', (bytes: Uint8Array) => {
      // Of a piece that is gone: the parser lets go of a piece only when all of it has come out.
      if ((bytes.buffer as ArrayBuffer).detached) state.refusal ??= malformed;
      part.found.push(bytes);
    });
    stream.on('error', () => {
      state.refusal ??= malformed;
    });
  });
  busboy.on('field', (field: string, value: string, ...[, isCut]: [boolean, boolean, ...unknown[]]) => {
    if (!limits.fields.includes(field)) return;
    if (state.fields.has(field)) refuseOnce({ path: field, message: 'is given more than once' });
    if (isCut) refuseOnce({ path: field, message: `must be at most ${limits.fieldBytes} bytes` });
    state.fields.set(field, value);
  });
  busboy.on('partsLimit', () => {
    refuseOnce({ path: '', message: 'the form has too many parts' });
  });
  busboy.on('error', () => {
    state.refusal ??= malformed;
    broken.reject(new Error('the form is malformed'));
  });
  // It may come before the end is said: what a piece has behind the last boundary can end the parser at once.
  const finished = new Promise<void>((resolve) => busboy.once('finish', resolve));
  const until = (start: (done: () => void) => void) =>
    Promise.race([new Promise<void>(start), broken.promise]).catch(() => undefined);
  const parser = {
    write: (piece: Uint8Array) => until((done) => busboy.write(piece, () => done())),
    end: () =>
      until((done) => {
        void finished.then(done);
        busboy.end();
      }),
  };
  return accept({ parser, state });
}

/** What the parts of a form beside its file may take. */
export const formFieldBytes = 4 * sizes.waveformSteps + 256;
