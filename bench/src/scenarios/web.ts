/* The web app in a browser: what it weighs, how soon it shows what others write, how it bears long conversations. */
import { addFindings, countFindings, noFindings } from '../audit.ts';
import type { Job, JobResult, Row } from '../job.ts';
import { addRefusal } from '../send-counts.ts';
import type { WebSizes } from '../sizes.ts';
import { createAccount, directBetween, type WebAccount } from '../web/account.ts';
import { auditPage, type PageAudit } from '../web/audit-page.ts';
import { launchBrowser, type BenchBrowser, type Tab } from '../web/browser.ts';
import { measureDelivery } from '../web/delivery.ts';
import { measureFirstLoad } from '../web/first-load.ts';
import { measureLongConversation } from '../web/long-conversation.ts';
import { openSender } from '../web/sender.ts';
import { measureTraffic } from '../web/traffic.ts';

interface Stage {
  readonly sizes: WebSizes;
  readonly browser: BenchBrowser;
  readonly newAccount: (name: string) => Promise<WebAccount>;
  readonly add: (...rows: readonly Row[]) => void;
  readonly audit: (audit: PageAudit) => Promise<void>;
  readonly refused: (refusals: Readonly<Record<string, number>>) => void;
}

export async function runWeb({ port, sizes }: Job<'web'>): Promise<JobResult> {
  const browser = await launchBrowser(sizes.chromiumPath, sizes.profileFolder);
  const rows: Row[] = [];
  const findings = noFindings();
  const sum = { refusals: {} };
  let audited = 0;
  const stage: Stage = {
    sizes,
    browser,
    newAccount: (name) => createAccount(port, name),
    add: (...more) => void rows.push(...more),
    audit: async (wanted) => {
      const found = await auditPage(wanted);
      if (countFindings(found) > 0) console.error(`found after '${rows.at(-1)?.name ?? ''}':`, found);
      addFindings(findings, found);
      audited += wanted.texts.length;
    },
    refused: (refusals) => {
      for (const [code, count] of Object.entries(refusals)) addRefusal(sum, code, count);
    },
  };
  for (const part of [loadFirst, deliver, scrollAndType, bearTraffic]) await part(stage);
  await browser.close();
  return { rows, findings, auditedMessages: audited, auditedDeliveries: audited, ...sum };
}

/** Has `from` write to `to`. */
async function seed(
  stage: Stage,
  texts: readonly string[],
  [from, to]: [WebAccount, WebAccount],
): Promise<void> {
  const sender = await openSender(from);
  await sender.sendAll(to, texts);
  stage.refused(sender.refusals);
  sender.close();
}

async function openConversation(stage: Stage, who: WebAccount, other: WebAccount): Promise<Tab> {
  const tab = await stage.browser.openTab(who);
  await tab.open(directBetween(who, other));
  return tab;
}

async function loadFirst(stage: Stage): Promise<void> {
  const reader = await stage.newAccount('load.reader');
  for (let n = 0; n < 20; n++)
    await seed(stage, [`hello ${n}`], [await stage.newAccount(`load.${n}`), reader]);
  stage.add(await measureFirstLoad(stage.browser, reader, stage.sizes.loads));
}

async function deliver(stage: Stage): Promise<void> {
  const [ann, bob] = [await stage.newAccount('ann'), await stage.newAccount('bob')];
  const before = ['hello'];
  await seed(stage, before, [ann, bob]);
  const [writer, reader] = [await openConversation(stage, ann, bob), await openConversation(stage, bob, ann)];
  const { browser, sizes } = stage;
  const { row, texts } = await measureDelivery({ browser, writer, reader, messages: sizes.deliveries });
  stage.add(row);
  await stage.audit({ tab: reader, reader: bob, writer: ann, texts: [...before, ...texts] });
  await Promise.all([writer.context.close(), reader.context.close()]);
}

/** Lines of all lengths: what differs in height is what makes scrolling hard. */
const kinds = [
  'yes',
  'a sentence of the usual length, as people write them all day long',
  `long: ${'word '.repeat(70)}`,
  'list:\n- milk\n- bread\n- a new bicycle',
  '```\nconst answer = 42;\nconsole.log(answer);\n```',
];

async function scrollAndType(stage: Stage): Promise<void> {
  const [cat, dan] = [await stage.newAccount('cat'), await stage.newAccount('dan')];
  const texts = Array.from(
    { length: stage.sizes.history },
    (_, n) => `${n} ${kinds[(n * 7 + Math.floor(n / 5)) % kinds.length] ?? ''}`,
  );
  await seed(stage, texts, [cat, dan]);
  const tab = await openConversation(stage, dan, cat);
  await tab.showLatest();
  stage.add(...(await measureLongConversation({ browser: stage.browser, tab, keys: stage.sizes.keys })));
  await stage.audit({ tab, reader: dan, writer: cat, texts });
  await tab.context.close();
}

async function bearTraffic(stage: Stage): Promise<void> {
  const watcher = await stage.newAccount('watcher');
  const peers = await Promise.all(['eve', 'fay', 'gus', 'hal'].map(stage.newAccount));
  const before = ['hello'];
  for (const peer of peers) await seed(stage, before, [peer, watcher]);
  const [first] = peers;
  if (first === undefined) return;
  const tab = await openConversation(stage, watcher, first);
  const { browser, sizes } = stage;
  const amounts = { messages: sizes.traffic, warmUp: sizes.trafficWarmUp };
  const { rows, texts, refusals } = await measureTraffic({ browser, tab, watcher, peers, ...amounts });
  stage.add(...rows);
  refusals.forEach(stage.refused);
  for (const [index, peer] of peers.entries()) {
    if (index > 0) await tab.open(directBetween(watcher, peer));
    await stage.audit({ tab, reader: watcher, writer: peer, texts: [...before, ...(texts[index] ?? [])] });
  }
  await tab.context.close();
}
