/** Why a backup, a restore or a move does not go on: one sentence for whoever asked for it, without any credential. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
