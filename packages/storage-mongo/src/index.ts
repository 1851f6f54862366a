export { createMongoStorage, type MongoStorageOptions } from './mongo-storage.ts';
export { StoreStartError } from './start-error.ts';
