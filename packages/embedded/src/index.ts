export { type BackupReport, backup, restore } from "./backup.ts";
export * from "./bus.ts";
export * from "./consumer-state.ts";
export * from "./embedded.ts";
export { openSqliteEventStore, type SqliteEventStoreOptions } from "./event-store.ts";
export { openFolderBlobs } from "./folder-blobs.ts";
export { openSqliteReadModels, type SqliteReadModels } from "./read-models.ts";
export { openSqliteSecrets } from "./secrets.ts";
export { type StoreVerdict, verifyStore } from "./verify-store.ts";
