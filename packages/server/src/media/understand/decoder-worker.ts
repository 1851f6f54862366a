// The process in which bytes of strangers are decoded: it may crash or hang, and its parent goes on. MED3
// It is started with an empty environment, answers one request at a time and ends with its parent.
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { decodingMessage, readyMessage, type DecoderReply, type DecoderRequest } from './decoder-messages.ts';
import { readPoster } from './read-image.ts';
import { readUpload } from './read-upload.ts';
import { Refused } from './refused.ts';

const sayDecoding = (): void => void process.send?.(decodingMessage);

async function answer(request: DecoderRequest): Promise<DecoderReply> {
  try {
    const value =
      request.task === 'poster'
        ? await readPoster(request.path, sayDecoding)
        : await readUpload(request.path, request, sayDecoding);
    return { outcome: 'understood', value };
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', code: error.code, message: error.message };
    return { outcome: 'failed', message: String(error).slice(0, 1000) };
  }
}

/** Messages go before pictures; and when memory runs out, this process is the one to end. */
function stepBack(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not on this system: the server works without.
  }
}

stepBack();
process.on('disconnect', () => process.exit(0));
process.on('message', (request: DecoderRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.send?.(readyMessage);
