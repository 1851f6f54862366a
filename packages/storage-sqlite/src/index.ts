export { DataFolderError, DataFolderLocked } from './data-folder-error.ts';
export { lockDataFolder } from './lock.ts';
export { createSqliteStorage, type SqliteStorageOptions } from './sqlite-storage.ts';
