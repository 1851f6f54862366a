import { accept, refuse, type Refusal } from '@parley/protocol';

/** A refused body: `status` where it is not the usual one of the code. */
export interface BodyRefusal {
  readonly ok: false;
  readonly error: Refusal;
  readonly status?: number;
}

/** The JSON of a request's body, as long as it is JSON and no longer than `maxBytes`. */
export async function readJsonBody(
  request: Request,
  maxBytes: number,
): Promise<{ readonly ok: true; readonly value: unknown } | BodyRefusal> {
  if (!isJson(request.headers.get('content-type')))
    return refuse('unsupported_type', 'The body must be JSON, sent as application/json.');
  // The announced size refuses before anything is read; a body without one is counted as it comes. SEC6
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge(maxBytes);
  const bytes = await readAtMost(request, maxBytes);
  if (!bytes.ok) return bytes;
  return parseJson(bytes.value);
}

function isJson(contentType: string | null): boolean {
  const [type = ''] = (contentType ?? '').split(';');
  return /^application\/([\w.-]+\+)?json$/i.test(type.trim());
}

async function readAtMost(
  request: Request,
  maxBytes: number,
): Promise<{ ok: true; value: Uint8Array } | BodyRefusal> {
  try {
    if (request.headers.has('content-length')) return accept(new Uint8Array(await request.arrayBuffer()));
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of request.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) return tooLarge(maxBytes);
      chunks.push(chunk);
    }
    return accept(Buffer.concat(chunks));
  } catch {
    // The client went away in the middle: no fault of ours, and nobody is left to read the answer.
    return { ...refuse('invalid', 'The body did not arrive whole.'), status: 400 };
  }
}

function parseJson(bytes: Uint8Array): { readonly ok: true; readonly value: unknown } | BodyRefusal {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch {
    return { ...refuse('invalid', 'The body is not valid JSON in UTF-8.'), status: 400 };
  }
}

function tooLarge(maxBytes: number) {
  return refuse('too_large', `A JSON body may have at most ${maxBytes} bytes.`);
}
