export { DataFolderError, DataFolderLocked } from './data-folder-error.ts';
export { createSqliteStorage, type SqliteStorageOptions } from './sqlite-storage.ts';
