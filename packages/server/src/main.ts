import {
  openBlobs,
  openBus,
  openClusterQuotas,
  openJournal,
  openMoveTarget,
  openServedStorage,
  openWebFolder,
} from './compose.ts';
import type { StoreAddress } from './archive/store-address.ts';
import { describeIssues, readConfig, type Config } from './config.ts';
import { systemClock } from './clock.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createLog, type Log } from './log.ts';
import { systemRandom } from './random.ts';
import { describeStartFailure } from './start-failure.ts';
import { startServer } from './start-server.ts';

const unknownArguments = process.argv.slice(2).filter((argument) => argument !== '--chaos');
const hasChaos = process.argv.includes('--chaos');
const config = readConfig();
if (unknownArguments.length > 0) fail(`Parley cannot start: it does not know ${unknownArguments.join(' ')}.`);
if (config.ok) await run(config.value);
else fail(`Parley cannot start:\n${describeIssues(config.error.issues ?? [])}`);

async function run(settings: Config): Promise<void> {
  const log = createLog(settings.logLevel);
  const lifecycle = createLifecycle({ clock: systemClock, log });
  stopOnSignals(lifecycle, log);
  surviveBugs(log);
  if (settings.rateLimits === 'off')
    console.error(
      'WARNING: RATE_LIMITS=off. No rate and no cap per address holds; for tests and benchmarks only.',
    );
  if (hasChaos)
    console.error(
      'WARNING: --chaos. Admins can break this server on purpose at /admin/chaos; not for real use.',
    );
  try {
    const outside = { clock: systemClock, random: systemRandom, log };
    const storage = await openServedStorage({ config: settings, ...outside });
    const journal = await openJournal(settings, log);
    const blobs = await openBlobs({ config: settings, ...outside });
    const bus = openBus({ config: settings, ...outside }, storage);
    const webFolder = await openWebFolder();
    const parts = {
      config: settings,
      ...outside,
      lifecycle,
      storage,
      journal,
      blobs,
      bus,
      clusterQuotas: openClusterQuotas(settings, systemClock, storage),
      webFolder,
      hasChaos,
      openMoveTarget: (address: StoreAddress) => openMoveTarget(address, outside),
      end: (sentence: string, isFailure: boolean) => {
        endWith(lifecycle, sentence, isFailure);
      },
    };
    const { port, adminPort } = await startServer(parts);
    console.log(`Parley is ready at http://localhost:${port}`);
    console.log(`Metrics at http://${settings.adminHost}:${adminPort}/metrics`);
  } catch (error) {
    await lifecycle.stop();
    log.debug({ err: error }, 'the start failed');
    fail(`Parley cannot start: ${describeStartFailure(error, settings)}`);
  }
}

/** Again while stopping: the same stop goes on. OPS2 */
function stopOnSignals(lifecycle: Lifecycle, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      log.info({ signal }, 'stopping');
      void lifecycle.stop().then(() => process.exit(0));
    });
}

/** What this process was there for is done, by a task of an operator. */
function endWith(lifecycle: Lifecycle, sentence: string, isFailure: boolean): void {
  (isFailure ? console.error : console.log)(sentence);
  void lifecycle.stop().then(() => process.exit(isFailure ? 1 : 0));
}

/** One request's bug must not end everybody's connection; what is stored is safe, whatever is thrown. SEC6 */
function surviveBugs(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a bug: nobody caught this');
  });
  process.on('unhandledRejection', (reason) => {
    log.error({ err: reason }, 'a bug: nobody waited for this');
  });
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exit(1);
}
