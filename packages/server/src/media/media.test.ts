import { test } from 'bun:test';
import { join } from 'node:path';
import { directConversationId } from '@parley/protocol';
import { openFileJournal } from '../journal/file-journal.ts';
import { eventually } from './testing/eventually.ts';
import { startMediaServer } from './testing/media-server.ts';

const day = 24 * 60 * 60 * 1000;

test('MED9 JRN1: what a message in the journal carries is there when the server starts again days later', async () => {
  const server = await startMediaServer();
  try {
    const [ann, bob] = [await server.person('ann'), await server.person('bob')];
    const { url } = await (await ann.upload('the plan')).json();
    await server.restart(async () => {
      const [record] = await server.media.list('', 1);
      if (record === undefined) throw new Error('nothing was uploaded');
      const { media } = record;
      const at = record.claimedAt - 2 * day;
      await server.media.put([{ ...record, createdAt: at, claimedAt: at }]);
      const log = directConversationId(ann.id, bob.id);
      const event = {
        kind: 'message',
        type: 'direct',
        to: bob.id,
        content: null,
        contentType: 'file',
        replyTo: null,
        media,
      };
      const folder = join(server.dataDir, 'journal');
      const journal = await openFileJournal({ folder, maxBytes: 1_000_000, warn: () => undefined });
      await journal.append({
        at,
        text: JSON.stringify(['m1', log, '01890000-0000-7000-8000-000000000001', ann.id, null, event]),
      });
      await journal.close();
    });
    await eventually(async () => (await bob.call('GET', url)).status === 200);
  } finally {
    await server.dispose();
  }
});
