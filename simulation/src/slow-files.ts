import type { FakeFiles } from '@parley/server/journal/testing';

/** A disk whose syncs take as long as `pause`: a process that dies meanwhile has not synced. */
export function slowFiles(files: FakeFiles, pause: () => Promise<void>): FakeFiles {
  return {
    ...files,
    async create(name) {
      const file = await files.create(name);
      return {
        ...file,
        async sync() {
          await pause();
          await file.sync();
        },
      };
    },
  };
}
