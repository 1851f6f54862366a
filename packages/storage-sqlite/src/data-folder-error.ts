/** A data folder that this process cannot use. The message is one sentence for the person who starts the server. */
export class DataFolderError extends Error {
  override readonly name: string = 'DataFolderError';
}

/** Another process holds the data folder. OPS1 */
export class DataFolderLocked extends DataFolderError {
  override readonly name = 'DataFolderLocked';
}
