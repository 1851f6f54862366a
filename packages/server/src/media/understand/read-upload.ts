import { stat } from 'node:fs/promises';
import { plainText } from './allowed-types.ts';
import { findType, isText } from './find-type.ts';
import type { DecodedUpload } from './decoder-messages.ts';
import { describeFile } from './describe-file.ts';
import { readContainer, type ContainerWishes } from './read-container.ts';
import { readImage, type OnDecoding } from './read-image.ts';
import { Refused } from './refused.ts';

/** What an upload is, by its bytes alone. @throws Refused */
export async function readUpload(
  path: string,
  wishes: ContainerWishes,
  onDecoding: OnDecoding,
): Promise<DecodedUpload> {
  if ((await stat(path)).size === 0) throw new Refused('invalid', 'The file is empty.');
  try {
    const type = await findType(path);
    switch (type.reader) {
      case 'image':
        return await readImage(path, type, onDecoding);
      case 'container':
        return await readContainer(path, type, wishes);
      case 'none':
        return describeFile(type);
    }
  } catch (error) {
    // Three letters are enough to look like a GIF; a text that begins so is a text all the same.
    if (error instanceof Refused && error.code === 'unsupported_type' && (await isText(path)))
      return describeFile(plainText);
    throw error;
  }
}
