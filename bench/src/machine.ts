import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { cores } from './pinned-command.ts';

export interface Machine {
  readonly cpu: string;
  readonly coreCount: number;
  readonly memoryGb: number;
  readonly system: string;
  readonly bun: string;
  readonly node: string | null;
  readonly commit: string;
  readonly pinned: boolean;
  /** processes that wanted a core, over the minute before: far above 0, others were at work here too */
  readonly load: number;
}

function outputOf(command: string[]): string | null {
  if (Bun.which(command[0] ?? '') === null) return null;
  const { success, stdout } = Bun.spawnSync(command, { cwd: import.meta.dir, stderr: 'ignore' });
  return success ? stdout.toString().trim() : null;
}

/** What a reader needs to know to compare figures: the hardware, the versions, the commit. */
export function describeMachine(): Machine {
  const commit = outputOf(['git', 'rev-parse', '--short', 'HEAD']);
  const changes = outputOf(['git', 'status', '--porcelain']);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    coreCount: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()} ${arch()}`,
    bun: Bun.version,
    node: outputOf(['node', '--version']),
    commit: commit === null ? 'unknown' : `${commit}${changes === '' ? '' : ' with local changes'}`,
    pinned: cores !== null,
    load: loadavg()[0] ?? 0,
  };
}
