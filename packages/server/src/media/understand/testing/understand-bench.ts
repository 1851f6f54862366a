import type { Result } from '@parley/protocol';
import { systemClock } from '../../../clock.ts';
import { createUnderstanding, type Understanding, type UnderstandingOptions } from '../understand.ts';
import { createRealFiles, type RealFiles } from './real-files.ts';

export interface UnderstandBench extends Understanding {
  readonly files: RealFiles;
  /** what an operator was told */
  readonly warnings: readonly string[];
  /** Ends the decoders and removes the files. */
  dispose(): Promise<void>;
}

/** Files in a temporary folder, and real processes that read them. */
export function createUnderstandBench(options: Partial<UnderstandingOptions> = {}): UnderstandBench {
  const warnings: string[] = [];
  const warn = (what: string) => void warnings.push(what);
  const understanding = createUnderstanding({ clock: systemClock, warn, processes: 1, ...options });
  const files = createRealFiles();
  return {
    ...understanding,
    files,
    warnings,
    async dispose() {
      await understanding.close();
      files.remove();
    },
  };
}

/** What was found, or the code of the refusal: one value to compare. */
export function outcomeOf<Value>(result: Result<Value>): Value | string {
  return result.ok ? result.value : result.error.code;
}
