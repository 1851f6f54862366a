import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import { allowedTypes, plainText, unknownFile, type AllowedType } from './allowed-types.ts';

const byDetected = new Map(allowedTypes.flatMap((type) => type.detected.map((mime) => [mime, type])));

/** The row that a file's bytes belong to; its name counts for nothing. MED1 */
export async function findType(path: string): Promise<AllowedType> {
  const known = byDetected.get((await detect(path)) ?? '');
  if (known !== undefined) return known;
  return (await isText(path)) ? plainText : unknownFile;
}

/** What begins like a type and then breaks its detector is nothing that is known. */
async function detect(path: string): Promise<string | undefined> {
  try {
    return (await fileTypeFromFile(path))?.mime;
  } catch {
    return undefined;
  }
}

/** Whether a file is UTF-8 without NUL. */
export async function isText(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  // A file's stream without an encoding gives its bytes.
  const chunks = createReadStream(path) as AsyncIterable<Uint8Array>;
  try {
    for await (const chunk of chunks) {
      if (chunk.includes(0)) return false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
