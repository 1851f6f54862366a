import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { join } from 'node:path';
import { z } from 'zod';
import { within } from './deadline.ts';
import { signUp, text } from './person.ts';
import { type ServerProcess, startServer } from './server-process.ts';

setDefaultTimeout(60_000);
const SCRIPT = join(import.meta.dir, '../python/chat.py');
const Step = z.looseObject({ step: z.string() });
type Step = z.output<typeof Step>;

/** A Python that has python-socketio, or why there is none. */
function findPython(): { python: string } | { missing: string } {
  const named = process.env['PARLEY_TEST_PYTHON'];
  const candidates = named === undefined ? ['python3', 'python'] : [named];
  for (const python of candidates) {
    if (Bun.which(python) === null) continue;
    const probe = Bun.spawnSync([python, '-c', 'import socketio, requests, websocket'], { stderr: 'ignore' });
    if (probe.exitCode === 0) return { python };
  }
  return {
    missing: `${candidates.join(' and ')} cannot import socketio (pip install "python-socketio[client]")`,
  };
}

/** The script as a partner in a conversation of lines. */
interface Partner {
  /** The next step it reports, which must be this one. */
  readonly step: (name: string) => Promise<Step>;
  readonly tell: (line: Record<string, unknown>) => void;
  readonly exited: Promise<number>;
}

function startPartner(python: string, url: string): Partner {
  const child = Bun.spawn([python, SCRIPT, url], { stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' });
  const complaints = new Response(child.stderr).text();
  const lines = readLines(child.stdout);
  return {
    step: async (name) => {
      const line = await within(20_000, `Python to say "${name}"`, lines.next());
      if (line.done === true) throw new Error(`Python ended before "${name}":\n${await complaints}`);
      const step = Step.parse(JSON.parse(line.value));
      expect(step.step).toBe(name);
      return step;
    },
    tell: (line) => {
      void child.stdin.write(`${JSON.stringify(line)}\n`);
      void child.stdin.flush();
    },
    exited: child.exited,
  };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

const found = findPython();
if ('missing' in found) {
  console.warn(`skipped: python-socketio: ${found.missing}`);
  test.skip(`skipped: SYN1 python-socketio chats and catches up: ${found.missing}`, () => undefined);
} else {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.dispose());

  test('SYN1 SND2: python-socketio signs up, chats both ways, makes a group and catches up after a drop', async () => {
    const partner = startPartner(found.python, server.url);
    const alice = await signUp(server.url, 'alice');
    const phone = await alice.connect();
    const snake = await partner.step('signed up');
    expect(snake).toMatchObject({ protocol: 1 });
    const snakeId = String(snake['user_id']);
    partner.tell({ user_id: alice.id });
    await phone.must('send_message', text('direct', { id: snakeId }, 'hello Python'));
    expect(await partner.step('heard')).toMatchObject({ content: 'hello Python', sender: alice.id, seq: 1 });
    expect(await partner.step('replied')).toMatchObject({ seq: 2, duplicate: true, same_seq: true });
    expect(await phone.next('message')).toMatchObject({
      from: snakeId,
      content: 'hello from Python, größe 🐍',
    });

    const group = await partner.step('made a group');
    const groupId = String(group['group_id']);
    const isGroup = (one: { type: string }): boolean => one.type === 'group_notification';
    expect(await phone.next('notification', isGroup)).toMatchObject({ action: 'added', group_id: groupId });
    expect(await phone.next('message', (one) => one.type === 'group')).toMatchObject({
      content: 'hiss',
      seq: 2,
    });
    expect(await partner.step('dropped')).toMatchObject({ held: 2 });
    const missed = ['a', 'b', 'c'].map((content) => text('group', { id: groupId }, content));
    for (const message of missed) await phone.must('send_message', message);
    const edit = { message_id: missed[0]?.id, conversation: groupId, content: 'A' };
    await phone.must('edit_message', edit);
    partner.tell({ go: 'on' });
    expect(await partner.step('caught up')).toMatchObject({
      kinds: [
        [3, 'message'],
        [4, 'message'],
        [5, 'message'],
        [6, 'edit'],
      ],
      unread: 3,
    });
    const isRead = (one: { type: string }): boolean => one.type === 'read_receipt';
    expect(await phone.next('message_update', isRead)).toMatchObject({ user_id: snakeId, read_seq: 6 });
    await phone.must('send_message', text('group', { id: groupId }, 'welcome back'));
    expect(await partner.step('live again')).toMatchObject({ content: 'welcome back', seq: 7 });
    expect(await partner.exited).toBe(0);
    phone.close();
  });
}
