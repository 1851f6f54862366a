import { stat } from 'node:fs/promises';
import { findType } from './find-type.ts';
import type { DecodedUpload } from './decoder-messages.ts';
import { describeFile } from './describe-file.ts';
import { readContainer, type ContainerWishes } from './read-container.ts';
import { readImage } from './read-image.ts';
import { Refused } from './refused.ts';

/** What an upload is, by its bytes alone. @throws Refused */
export async function readUpload(path: string, wishes: ContainerWishes): Promise<DecodedUpload> {
  if ((await stat(path)).size === 0) throw new Refused('invalid', 'The file is empty.');
  const type = await findType(path);
  switch (type.reader) {
    case 'image':
      return readImage(path, type);
    case 'container':
      return readContainer(path, type, wishes);
    case 'none':
      return describeFile(type);
  }
}
